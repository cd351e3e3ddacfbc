/** Finds trial folders in AlgoPerf's layout: <submission>/study_<i>/<workload>_<framework>/trial_<j>. */
import { readdirSync, type Dirent } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../record/problem.ts';
import type { Ruleset } from '../record/rulesets.ts';

export interface TrialFolder {
  readonly path: string;
  readonly submission: string;
  /** Without the framework's suffix. */
  readonly workload: string;
  /** As in the folder's name: counted from 0. */
  readonly study: number;
  /** As in the folder's name: counted from 1. */
  readonly trial: number;
}

const rulesetFolder: Readonly<Record<Ruleset, string>> = {
  external: 'external_tuning',
  'self-tuning': 'self_tuning',
};
const framework = /_(jax|pytorch)$/;
const startTime = /-\d{4}(-\d{2}){5}$/;

/** All trial folders below, by path; stray and unreadable folders are listed among the problems. */
export function trialFolders(root: string, ruleset: Ruleset, problems: Problem[]): TrialFolder[] {
  const own = join(root, rulesetFolder[ruleset]);
  const start = foldersIn(root, problems).includes(own) ? own : root;
  return submissionFolders(start, problems).flatMap((folder) =>
    numbered(folder, 'study', problems).flatMap(([study, studyFolder]) =>
      foldersIn(studyFolder, problems).flatMap((workloadFolder) =>
        withoutGaps(numbered(workloadFolder, 'trial', problems), problems).map(([trial, path]) => ({
          path,
          submission: basename(folder).replace(startTime, ''),
          workload: basename(workloadFolder).replace(framework, ''),
          study,
          trial,
        })),
      ),
    ),
  );
}

/** Folders that hold studies: this one, or those up to two levels (team, submission) below. */
function submissionFolders(folder: string, problems: Problem[], depth = 2): string[] {
  const below = foldersIn(folder, problems);
  if (below.some((path) => /^study_\d+$/.test(basename(path)))) return [folder];
  return depth === 0 ? [] : below.flatMap((path) => submissionFolders(path, problems, depth - 1));
}

/** Folders `<kind>_<n>` by number; others are problems. */
function numbered(
  folder: string,
  kind: 'study' | 'trial',
  problems: Problem[],
): [number, string][] {
  const found: [number, string][] = [];
  for (const path of foldersIn(folder, problems)) {
    const digits = new RegExp(`^${kind}_(\\d+)$`).exec(basename(path))?.[1];
    if (digits === undefined) problems.push({ path, reason: `is no folder ${kind}_<number>.` });
    else found.push([Number(digits), path]);
  }
  return found.sort(([a], [b]) => a - b);
}

/** The same, with the numbers that are missing between the least and the greatest among the problems. */
function withoutGaps(found: [number, string][], problems: Problem[]): [number, string][] {
  for (const [i, [trial, path]] of found.slice(1).entries()) {
    for (let missing = found[i]![0] + 1; missing < trial; missing++)
      problems.push({ path: join(dirname(path), `trial_${missing}`), reason: 'is missing.' });
  }
  return found;
}

/** Paths of the folders in a folder, by name. */
function foldersIn(folder: string, problems: Problem[]): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ path: folder, reason: `cannot be listed: ${(error as Error).message}.` });
    return [];
  }
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort().map((name) => join(folder, name));
}
