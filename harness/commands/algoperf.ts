/** `ttr import algoperf` and `ttr export algoperf`. */
import { readFile } from 'node:fs/promises';
import { algoperfTargets, type AlgoperfTargets } from '../algoperf/targets.ts';
import { exportAlgoperf, type Exported } from '../algoperf/export.ts';
import { importAlgoperf } from '../algoperf/import.ts';
import type { Problem } from '../record/problem.ts';
import { loadResults, saveResult } from '../results/store.ts';
import type { Ruleset } from '../record/rulesets.ts';

/** Reads an official workload_targets file. */
export async function readTargets(file: string): Promise<AlgoperfTargets> {
  const text = await readFile(file, 'utf8');
  try {
    return algoperfTargets(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

export interface ImportRequest {
  readonly targets: string;
  readonly ruleset: Ruleset;
  readonly into: string;
}

/** Imports logs and keeps each trial as a result file; says what could not be read. */
export async function importLogs(
  logs: string,
  { targets, ruleset, into }: ImportRequest,
): Promise<{ readonly imported: number; readonly problems: readonly Problem[] }> {
  const { results, problems } = importAlgoperf(logs, {
    targets: await readTargets(targets),
    ruleset,
  });
  if (results.length === 0) {
    throw new Error(
      `There is nothing to import:${problems.map(({ path, reason }) => `\n  ${path} ${reason}`).join('')}`,
    );
  }
  const before = await loadResults([into]).catch(() => ({ results: [] }));
  if (before.results.length > 0)
    throw new Error(
      `${into} holds ${before.results.length} results already. Import into a folder that is empty or not there yet.`,
    );
  for (const result of results) await saveResult(into, result);
  return { imported: results.length, problems };
}

/** Writes kept results in the official layout. */
export async function exportResults(folder: string, target: string): Promise<Exported> {
  const { results, problems } = await loadResults([folder]);
  if (results.length === 0) {
    throw new Error(
      `${folder} holds no results to export.${problems.map(({ path, reason }) => `\n${path} ${reason}`).join('')}`,
    );
  }
  return exportAlgoperf(results, target);
}
