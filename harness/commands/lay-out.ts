/** Everything that is settled before a trial starts: names, data, bundles, step times, plans. */
import { bestEngine, engineStates } from '../engine/doctor.ts';
import { machineOf } from '../machine/facts.ts';
import { findSuite, loadSubmission, loadWorkload, namesOf } from '../prepare/folders.ts';
import { planTrials, type Entrant } from '../plan/plan.ts';
import { targetOf, variantOf } from '../plan/variant.ts';
import type { EngineName, Machine } from '../record/machine.ts';
import { bundleSubmission } from '../prepare/bundle.ts';
import type { ReadyTrial } from '../run/queue.ts';
import { findSandboxTools, type SandboxTools } from '../run/sandbox.ts';
import { findSlots, type Slot } from '../machine/slots.ts';
import { duration } from './durations.ts';
import { layOutCourses } from './lay-out-courses.ts';
import type { Project } from '../prepare/project.ts';
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
  for (const { id, base, workload } of found) targetOf(workload, variantOf(base, id));
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
  const { courses, harnessHash, lockfileHash } = await layOutCourses(
    project,
    {
      found,
      engine,
      machine,
      slots,
      tools,
      stepTimes: request.recalibrate === true ? 'again' : 'missing',
    },
    terminal,
  );
  const { suite: suiteName, seed, studies = suite.studies, trials = suite.trials } = request;
  const { fingerprint } = machine;
  const planned = planTrials({
    suite: suiteName,
    studies,
    trials,
    seed,
    entrants,
    courses: courses.map((one) => ({ ...one, stepSeconds: one.stepSeconds! })),
    engine,
    fingerprint,
    harnessHash,
    lockfileHash,
  });
  const files = new Map(names.map((name, i) => [name, bundles[i]!.file]));
  const courseOf = new Map(courses.map((course) => [course.id, course]));
  const trialsReady = planned.map((one) => {
    const { programs, data } = courseOf.get(one.plan.workload)!;
    const submissionFile = files.get(one.plan.submission)!;
    return { ...one, programs, submissionFile, splits: data.files };
  });
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
