/** Where the file of a measured result lies below a folder of results. */
import { group } from 'd3-array';
import { planPath, sourceFolder } from '../results/path.ts';
import type { TrialResult } from '../results/trial-result.ts';

/**
 * Paths of the measured results whose plan and origin alone decide them: those with one attempt among `all`. Which of
 * several attempts wrote which file is not told by the results.
 */
export function resultFiles(all: readonly TrialResult[]): ReadonlyMap<TrialResult, string> {
  const path = ({ plan, origin }: TrialResult): string =>
    `${sourceFolder(origin)}/${planPath(plan, 1)}`;
  const measured = all.filter(({ origin }) => origin.kind === 'measured');
  return new Map(
    [...group(measured, path)].flatMap(([file, attempts]) =>
      attempts.length === 1 ? [[attempts[0]!, file] as const] : [],
    ),
  );
}
