/** `ttr adopt`: results of other machines, proved by a replay of their beginnings here and kept at this machine's price. */
import { Option } from 'commander';
import type { AdoptedKind, AdoptReport } from './adopt-results.ts';
import type { EngineName } from '../record/machine.ts';
import type { TtrCommand } from './command.ts';
import {
  engineOption,
  jsonOption,
  list,
  most,
  resultsOption,
  slotsOption,
  valued,
  whole,
  workloadsOption,
} from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

interface AdoptOptions {
  readonly engine: EngineName | 'auto';
  readonly slots?: number;
  readonly evaluations: number;
  readonly full?: boolean;
  readonly workloads?: readonly string[];
  readonly submissions?: readonly string[];
  readonly json?: boolean;
}

export const adopt: TtrCommand<AdoptOptions, [readonly string[]]> = {
  usage: 'adopt <folders...>',
  about:
    'prove results of other machines by replaying their beginnings, and keep them at this machine’s price',
  options: [
    engineOption(),
    valued('--evaluations <count>', 'evaluations a replay runs for', whole(1, most.evaluations), 2),
    new Option('--full', 'replay to the end: proves every evaluation').conflicts('evaluations'),
    valued('--submissions <names>', 'only these, separated by commas', list),
    workloadsOption(),
    slotsOption('replays at once (default: one for each physical core)'),
    resultsOption(),
    jsonOption(),
  ],
  more: 'A course is the same on every machine, to the bit, on the wasm engine; on others only the price is taken, within 5 % of each metric. One replay prices all trials whose recorded steps cost the same within 3 %; it is repeated until the price is known within 2 %, four times at most.',
  examples: ['adopt published/', 'adopt results-of-a-friend/ --workloads my_workload --full'],
  async act(session, { full = false, evaluations, ...options }, folders) {
    const { adoptResults } = await import('./adopt-results.ts');
    const request = { ...options, folders, evaluations: full ? ('all' as const) : evaluations };
    const report = await adoptResults(session, request);
    show(session, options.json, report.kinds, () => adoptText(report));
    refuseRefused(report);
  },
};

/** Thrown after everything else is done, where some were refused. */
export function refuseRefused({ kinds }: AdoptReport): void {
  const refused = kinds.filter(({ outcome }) => outcome.kind === 'refused').length;
  if (refused > 0) throw new Error(`${refused} of ${kinds.length} replays were refused.`);
}

const outcomeText = ({ outcome }: AdoptedKind): string[] => {
  if (outcome.kind === 'refused') return ['-', '-', '-', `refused: ${outcome.reason}`];
  const { ratio, low, high, replays, proved } = outcome;
  const proof = proved === 0 ? 'price only' : `${proved} evaluations to the bit`;
  return [ratio.toFixed(3), `${low.toFixed(3)} to ${high.toFixed(3)}`, String(replays), proof];
};

/** One line a kind. */
export const adoptText = ({ kinds }: AdoptReport): string =>
  kinds.length === 0
    ? 'Nothing to adopt.'
    : table(
        ['submission', 'workload', 'trials', 'price', '95 %', 'replays', ''],
        kinds.map((kind) => [kind.submission, kind.workload, kind.trials, ...outcomeText(kind)]),
        [2, 3, 4, 5],
      );
