/** From kept results to numbers: what `ttr score`, `ttr leaderboard` and the end of `ttr run` have in common. */
import { relative } from 'node:path';
import { keptNoiseFloor } from '../machine/noise-floor.ts';
import { findSuite } from '../prepare/folders.ts';
import type { TrialResult } from '../record/result.ts';
import { loadResults, type Kept } from '../results/store.ts';
import { defaultClock } from '../score/clock-names.ts';
import { onClock } from '../score/clock.ts';
import { hangingOn } from '../score/hanging.ts';
import type { SummaryOptions } from '../score/options.ts';
import { scoreResults, type Scored } from '../score/summarize.ts';
import type { Session } from './command.ts';
import { refuseNone } from './options.ts';
import { readTargets } from './read-targets.ts';
import type { ScoreOptions } from './score-options.ts';

/** A summary with the results it is made of, and where they lie. */
export interface ScoredFiles extends Scored {
  /** Paths as a command line in the working folder names them. */
  readonly files: ReadonlyMap<TrialResult, string>;
}

/** What these folders hold of the workloads asked for, the project's own results where none is named; and how to score it. */
export async function keptFor(
  session: Session,
  folders: readonly string[],
  { suite, targets, ...chosen }: ScoreOptions,
): Promise<{ readonly kept: readonly Kept[]; readonly options: SummaryOptions }> {
  const { root, results } = session.project;
  const { kept, problems } = await loadResults(folders.length > 0 ? folders : [shown(results)]);
  const workloads =
    chosen.workloads ?? (suite === undefined ? undefined : findSuite(root, suite).workloads);
  const options = {
    ...chosen,
    problems,
    ...(workloads === undefined ? {} : { workloads }),
    ...(targets === undefined ? {} : { expected: (await readTargets(targets)).base_workloads }),
  };
  return { kept: ofWorkloads(kept, workloads), options };
}

/** Reads the results below these folders, the project's own when there are none, and scores them. */
export async function scoreFolders(
  session: Session,
  folders: readonly string[],
  chosen: ScoreOptions,
): Promise<ScoredFiles> {
  const { kept, options } = await keptFor(session, folders, chosen);
  return scoreKept(session, kept, options);
}

/** Scores results that were just read or just written. */
export async function scoreKept(
  { project }: Session,
  kept: readonly Kept[],
  options: SummaryOptions,
): Promise<ScoredFiles> {
  const read = kept.map(({ result }) => result);
  const results = onClock(read, options.clock ?? defaultClock);
  const noiseFloor = await noiseFloorOf(project.cache, results);
  const scored = scoreResults(results, {
    ...options,
    notes: hangingOn(read, options),
    ...(noiseFloor === undefined ? {} : { noiseFloor }),
  });
  return { ...scored, files: new Map(results.map((result, i) => [result, kept[i]!.path])) };
}

/** A path as a command line in the working folder names it. */
export const shown = (path: string): string => relative(process.cwd(), path) || '.';

/** Results of these base workloads; an error says of which there are some when none is left. */
function ofWorkloads(
  kept: readonly Kept[],
  wanted: readonly string[] | undefined,
): readonly Kept[] {
  if (wanted === undefined || kept.length === 0) return kept;
  const bases = [...new Set(kept.map(({ result }) => result.plan.base))].sort();
  refuseNone('--workloads', wanted, bases);
  const found = kept.filter(({ result }) => wanted.includes(result.plan.base));
  if (found.length === 0)
    throw new Error(
      `No results for ${wanted.join(', ')}. Base workloads with results: ${bases.join(', ')}.`,
    );
  return found;
}

/** The noise floor of the one machine these results are of. */
async function noiseFloorOf(
  cache: string,
  results: readonly TrialResult[],
): Promise<number | undefined> {
  const machines = new Set(
    results.map(({ origin }) => (origin.kind === 'measured' ? origin.machine.fingerprint : '')),
  );
  const [machine] = machines;
  return machines.size === 1 && machine !== undefined && machine !== ''
    ? keptNoiseFloor(cache, machine)
    : undefined;
}
