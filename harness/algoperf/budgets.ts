/** How long trials were allowed to train. AlgoPerf's logs do not say; a `meta_data` file does, and all trials of a workload had the same. */
import { ascending, descending, group } from 'd3-array';
import type { Ruleset } from '../record/rulesets.ts';

export interface Allowed {
  readonly seconds: number;
  /** False where no file says so: then it is as long as any trial of the workload ran, and the true one is no shorter. */
  readonly told: boolean;
}

/** What bears on a trial's budget. */
export interface Clocked {
  readonly workload: string;
  /** Seconds that its `meta_data` file allows the external ruleset, if it has one. */
  readonly budgetSeconds: number | undefined;
  /** Billed seconds at the end of its log. */
  readonly ranSeconds: number;
}

/**
 * Times the workload's own budget, which is that of external tuning: in version 0.5 the runner multiplied it by 3 for
 * self-tuning, later by 1.5.
 */
export function budgetFactor(ruleset: Ruleset, benchmarkVersion: string): number {
  if (ruleset === 'external') return 1;
  return benchmarkVersion.startsWith('0.5') ? 3 : 1.5;
}

/** By workload: the budget most of its files tell, or else its longest trial. @param factor See `budgetFactor`. */
export function budgetsOf(
  trials: readonly Clocked[],
  factor: number,
): ReadonlyMap<string, Allowed> {
  return new Map(
    [...group(trials, ({ workload }) => workload)].map(([workload, own]) => {
      const told = own.flatMap(({ budgetSeconds }) => budgetSeconds ?? []);
      const [most] = [...group(told, (seconds) => seconds)].sort(
        ([a, as], [b, bs]) => descending(as.length, bs.length) || ascending(b, a),
      );
      const allowed: Allowed =
        most === undefined
          ? { seconds: Math.max(...own.map(({ ranSeconds }) => ranSeconds)), told: false }
          : { seconds: most[0] * factor, told: true };
      return [workload, allowed];
    }),
  );
}
