/** Results on disk: one file a trial, written once, never edited. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkResult, parseResult } from '../record/check.ts';
import { planPath, sourceFolder } from '../record/path.ts';
import type { Problem } from '../record/problem.ts';
import { latest, latestFinished } from '../record/resolve.ts';
import type { TrialPlan } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import type { Kept, Loaded } from './kept.ts';
import { readResults } from './read.ts';
import { toText } from './text.ts';
import { writeOnce } from './write-once.ts';

export type { Kept } from './kept.ts';

/** Writes one trial below `root`; a plan that has a file already gets one for the next attempt. */
export async function saveResult(root: string, result: TrialResult): Promise<Kept> {
  const checked = checkResult(result);
  if (!checked.ok) throw new Error(`This result cannot be saved: it ${checked.reason}`);
  const text = toText(result);
  for (let attempt = 1; ; attempt++) {
    const path = join(root, sourceFolder(result.origin), planPath(result.plan, attempt));
    if ((await writeOnce(path, text)) === 'written') return { result, path };
  }
}

/** The latest result of this plan's cell (submission, workload, study, trial) by another plan, if there is one. */
export async function findOlder(root: string, plan: TrialPlan): Promise<TrialResult | undefined> {
  const cell = new RegExp(`^study-${plan.study}-trial-${plan.trial}\\.(?!${plan.id}).*\\.json$`);
  const found: TrialResult[] = [];
  for (const source of await readdir(root).catch(() => [])) {
    const folder = join(root, source, plan.submission, plan.workload);
    for (const name of await readdir(folder).catch(() => [])) {
      if (!cell.test(name)) continue;
      const { kept } = await readResults(join(folder, name));
      found.push(...kept.map(({ result }) => result));
    }
  }
  return latest(found);
}

/** Reads all `*.json` below these folders, packs among them. What cannot be read or is no valid result is listed among the problems. */
export async function loadResults(roots: readonly string[]): Promise<Loaded> {
  const kept: Kept[] = [];
  const problems: Problem[] = [];
  for (const root of roots) {
    for (const path of await filesBelow(root, problems)) {
      const held = await readResults(path);
      kept.push(...held.kept);
      problems.push(...held.problems);
    }
  }
  return { kept, problems };
}

/**
 * The latest finished result of this plan below `root` that `fits` (e.g. same hashes); crashed and killed attempts
 * never count, so that resuming runs them again.
 */
export async function findResult(
  root: string,
  plan: TrialPlan,
  fits: (result: TrialResult) => boolean = () => true,
): Promise<Kept | undefined> {
  const found = new Map<TrialResult, string>();
  for (const source of await readdir(root).catch(() => [])) {
    for (let attempt = 1; ; attempt++) {
      const path = join(root, source, planPath(plan, attempt));
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text === undefined) break; // no such attempt, or `source` is no folder of results
      const checked = parseResult(text);
      if (checked.ok && fits(checked.result)) found.set(checked.result, path);
    }
  }
  const result = latestFinished([...found.keys()]);
  return result === undefined ? undefined : { result, path: found.get(result)! };
}

async function filesBelow(root: string, problems: Problem[]): Promise<string[]> {
  try {
    const names = await readdir(root, { recursive: true });
    const paths = names.filter((name) => name.endsWith('.json')).map((name) => join(root, name));
    return paths.sort();
  } catch (error) {
    problems.push({ path: root, reason: `cannot be listed: ${(error as Error).message}.` });
    return [];
  }
}
