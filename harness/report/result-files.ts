/** Where the files of measured results lie. */
import { group } from 'd3-array';
import { planPath, sourceFolder } from '../record/path.ts';
import type { TrialResult } from '../record/result.ts';

/**
 * Paths of the measured results whose plan and origin alone decide them: those with one attempt among `all`. Which of
 * several attempts wrote which file is not told by the results.
 *
 * @param folder Folder of results, as a command line in the project names it.
 */
export function resultFiles(
  all: readonly TrialResult[],
  folder: string,
): ReadonlyMap<TrialResult, string> {
  const path = ({ plan, origin }: TrialResult): string =>
    `${folder}/${sourceFolder(origin)}/${planPath(plan, 1)}`;
  const measured = all.filter(({ origin }) => origin.kind !== 'imported');
  return new Map(
    [...group(measured, path)].flatMap(([file, attempts]) =>
      attempts.length === 1 ? [[attempts[0]!, file] as const] : [],
    ),
  );
}
