/** The table of workloads/README.md: targets and what they cost, from derivations. Pure text. */
import { markdownTable } from 'markdown-table';
import type { Goal, Target } from '#spec';
import { rulesets } from '../record/rulesets.ts';
import { baselineOf } from './baseline.ts';
import type { Derivation } from './derivation.ts';

/** One workload or variant. */
export interface TableEntry {
  readonly base: string;
  /** `base` is the workload itself. */
  readonly variant: string;
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly target: Target;
  readonly parameters: number;
  /** Absent where the target was not set by the procedure. */
  readonly derivation: Derivation | undefined;
}

const head = [
  'workload',
  'target',
  'test',
  'step hint',
  'budget',
  'baseline',
  'evaluation',
  'winner',
  'hits',
  'runs',
  'parameters',
  'examples',
  'fetched',
  'licence',
];

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

function timeText(derivation: Derivation): string {
  const { step, seconds, disturbed } = baselineOf(derivation);
  const text = `${seconds.toPrecision(3)} s, step ${step}`;
  return disturbed ? `(${text})` : text;
}

/** What belongs to the data, told once a workload. */
function dataCells({ variant, derivation }: TableEntry): string[] {
  if (variant !== 'base') return ['', '', ''];
  if (derivation === undefined) return ['-', '-', '-'];
  const { examples, bytesFetched, packages } = derivation.task;
  return [
    [examples.train, examples.validation, examples.test].map(grouped).join(' / '),
    packages.length === 0 ? 'nothing' : `${(bytesFetched / 1e6).toFixed(1)} MB`,
    [...new Set(packages.map(({ licence }) => licence))].join(', ') || '-',
  ];
}

function cells(entry: TableEntry): string[] {
  const { base, variant, metric, target, parameters, derivation } = entry;
  const sign = metric.goal === 'minimize' ? '<=' : '>=';
  const { external } = rulesets;
  const derived =
    derivation === undefined
      ? ['-', '-', 'set by hand', '-', '-']
      : [
          timeText(derivation),
          `${(100 * baselineOf(derivation).evaluationShare).toFixed(0)} %`,
          derivation.winner.algorithm,
          `${derivation.hits}/${derivation.procedure.seeds}`,
          `${derivation.runs.length - derivation.procedure.seeds} + ${derivation.procedure.seeds}`,
        ];
  return [
    variant === 'base' ? `\`${base}\`` : `- \`${variant}\``,
    `${metric.name} ${sign} ${target.validation}`,
    String(target.test),
    grouped(target.stepHint),
    `${grouped(Math.ceil(target.stepHint * external.budget))} steps`,
    ...derived,
    grouped(parameters),
    ...dataCells(entry),
  ];
}

/** On what the times were measured. */
function groundText(entries: readonly TableEntry[]): string {
  const grounds = new Set(
    entries.flatMap(({ derivation }) =>
      derivation === undefined
        ? []
        : Object.values(derivation.machines).map(
            ({ cpu = 'unknown CPU', cores = '?', node = '' }) =>
              `${derivation.engine} engine on one core of ${cpu} (${cores} cores), Node ${node}`,
          ),
    ),
  );
  return grounds.size === 0 ? '' : `Times: ${[...grounds].sort().join('; ')}. `;
}

/** Table and notes, in the order of the entries. */
export const workloadTable = (entries: readonly TableEntry[]): string =>
  `${markdownTable([head, ...entries.map(cells)])}

${groundText(entries)}Budget: of a trial with external tuning, in reference steps. Baseline: median over the winner's repetitions
that reach the target; times in parentheses come from runs that were marked as disturbed. Evaluation: share of the time that
judging takes. Hits: repetitions of the winner that reach the target. Runs: search + repetitions.`;

const begin = '<!-- workloads:begin, written by npx ttr workloads --write -->';
const end = '<!-- workloads:end -->';

/** The README's text with the table between its marks replaced. */
export function withTable(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(
      `workloads/README.md has no place for the table. It needs the lines\n${begin}\n${end}`,
    );
  const ignored = `<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->`;
  return `${readme.slice(0, from)}${begin}\n${ignored}\n${readme.slice(to)}`;
}
