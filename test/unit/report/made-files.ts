/** Where a project keeps results: the files of made-up ones. */
import type { Kept } from '../../../harness/results/store.ts';
import { planPath, sourceFolder } from '../../../harness/record/path.ts';
import type { TrialResult } from '../../../harness/record/result.ts';

/** Each with the path of its first attempt. */
export const keptOf = (results: readonly TrialResult[]): Kept[] =>
  results.map((result) => ({
    result,
    path: `results/${sourceFolder(result.origin)}/${planPath(result.plan, 1)}`,
  }));

/** The same as a leaderboard wants it. */
export const filesOf = (results: readonly TrialResult[]): ReadonlyMap<TrialResult, string> =>
  new Map(keptOf(results).map(({ result, path }) => [result, path]));
