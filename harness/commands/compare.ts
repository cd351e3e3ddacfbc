/** `ttr compare`: which of two submissions reaches the targets faster, in pairs of equal seeds, until it is clear. */
import type { ComparisonReport } from '../score/compare/comparison.ts';
import type { TtrCommand } from './command.ts';
import type { CompareOptions } from './compare-pairs.ts';
import {
  above,
  engineOption,
  jsonOption,
  list,
  most,
  pairs,
  seedOption,
  slotsOption,
  valued,
  whole,
} from './options.ts';
import { show } from './show.ts';

export const compare: TtrCommand<CompareOptions, [string, string]> = {
  usage: 'compare <a> <b>',
  about: 'say which of two submissions is faster, in pairs of equal seeds, until it is clear',
  options: [
    valued(
      '--workloads <names>',
      'these in turn, separated by commas (default: suite quick)',
      list,
    ),
    engineOption(),
    valued('--budget <minutes>', 'core minutes after which it stops undecided', above(0), 60),
    valued('--pairs <count>', 'pairs after which it stops undecided', whole(1, most.pairs), 200),
    valued('--margin <ratio>', 'ratios closer to 1 than this are as good as equal', above(1)),
    valued(
      '--trial <number>',
      'whose hyperparameters are taken, of study 1',
      whole(1, most.trials),
      1,
    ),
    valued('--hp-a <name=value>', 'replace a hyperparameter of the first; may be repeated', pairs),
    valued('--hp-b <name=value>', 'replace one of the second; may be repeated', pairs),
    slotsOption('trials at once: 1, or 2 to run the two of a pair side by side (default)'),
    seedOption(),
    jsonOption(),
  ],
  more: `Both train from the same start on the same order of data, pair after pair, each time with a new seed. The test is valid whenever
one looks (an e-process): stop it with Ctrl-C and go on later with the same command, which keeps the pairs it has.
"Faster" is said in at most 5 % of comparisons of equals, whatever made them stop.`,
  examples: [
    'compare my_method adamw --workloads my_workload',
    'compare my_method adamw --margin 1.05 --budget 30',
  ],
  async act(session, options, a, b) {
    const { comparePairs } = await import('./compare-pairs.ts');
    const found = await comparePairs(session, options, [a, b]);
    show(session, options.json, found, () => reportText(found, a, b));
  },
};

const percent = (ratio: number): string => `${((ratio - 1) * 100).toFixed(1)} %`;

function verdictText({ verdict }: ComparisonReport, a: string, b: string): string {
  switch (verdict.kind) {
    case 'faster':
      return verdict.who === 'a' ? `${a} is faster than ${b}` : `${b} is faster than ${a}`;
    case 'same':
      return `${a} and ${b} are within ${percent(verdict.margin)} of each other`;
    case 'undecided':
      return `not decided between ${a} and ${b}`;
  }
}

/** Verdict, ratio with its interval, and what it cost. */
export function reportText(report: ComparisonReport, a: string, b: string): string {
  const { ratio, interval, fixedSizePairs } = report;
  const edge = (value: number | undefined): string => value?.toFixed(3) ?? 'no bound yet';
  const times = ratio.kind === 'known' ? `${ratio.value.toFixed(3)} x` : `not known (${ratio.why})`;
  const missed = report.missedByOne + report.missedByBoth;
  return [
    `${verdictText(report, a, b)}.`,
    `Time of ${b} over ${a}: ${times}, 95 %: ${edge(interval.low)} to ${edge(interval.high)}.`,
    `${report.pairs} pairs${missed === 0 ? '' : ` (${missed} with a miss)`}, ${report.coreMinutes.toFixed(1)} core minutes, evidence ${report.evidence.toPrecision(3)} of 20.`,
    fixedSizePairs.kind === 'known'
      ? `A test of fixed size would have taken ${fixedSizePairs.value} pairs, had ratio and noise been known.`
      : `What a test of fixed size would have taken is not known: ${fixedSizePairs.why}.`,
  ].join('\n');
}
