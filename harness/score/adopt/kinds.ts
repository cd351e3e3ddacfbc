/** Which kept trials one replay can price: those of a submission on a workload whose recorded steps cost the same. */
import { ascending, group } from 'd3-array';
import type { Measured, TrialResult } from '../../record/result.ts';

/** A result with a course to replay. */
export type Priced = TrialResult & { readonly origin: Measured };

/** Trials that a replay of the first of them prices. */
export interface Kind {
  readonly replayed: Priced;
  readonly trials: readonly Priced[];
}

/** Relative difference of recorded costs per step within which one price holds. */
export const sameCost = 0.03;

/** Clear seconds per step as recorded, by the last evaluation. */
export const costPerStep = ({ evaluations }: Priced): number => {
  const last = evaluations.at(-1)!;
  return last.seconds / last.step;
};

/** What a replay runs: the code, the task, the machine that measured it. */
const taskOf = ({ plan, origin }: Priced): string =>
  JSON.stringify([plan.submission, plan.workload, origin.hashes, origin.machine.fingerprint]);

/** Kinds in the order of submission and workload; each spans at most 3 % of cost. Results need an evaluation. */
export function kindsOf(results: readonly Priced[]): Kind[] {
  return [...group(results, taskOf)]
    .sort(([a], [b]) => ascending(a, b))
    .flatMap(([, same]) => split(same));
}

/** Cuts trials of one task, by rising cost, wherever the next costs more than 3 % more than the first of its kind. */
function split(trials: readonly Priced[]): Kind[] {
  const sorted = [...trials].sort(
    (a, b) => costPerStep(a) - costPerStep(b) || ascending(a.plan.id, b.plan.id),
  );
  const kinds: Priced[][] = [];
  for (const trial of sorted) {
    const kind = kinds.at(-1);
    if (kind !== undefined && costPerStep(trial) <= (1 + sameCost) * costPerStep(kind[0]!))
      kind.push(trial);
    else kinds.push([trial]);
  }
  return kinds.map((kind) => ({ replayed: kind[Math.floor(kind.length / 2)]!, trials: kind }));
}
