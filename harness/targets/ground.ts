/** What setting targets stands on: which workloads and variants, laid out, and the four algorithms, bundled. */
import { join } from 'node:path';
import type { Workload } from '#spec';
import { machineOf } from '../machine/facts.ts';
import { loadWorkload, type FoundWorkload } from '../prepare/folders.ts';
import { modelOf, variantOf } from '../plan/variant.ts';
import type { EngineName, Machine } from '../record/machine.ts';
import { bundleSubmission, bundleTask, type Bundle } from '../prepare/bundle.ts';
import { findSandboxTools, type SandboxTools } from '../run/sandbox.ts';
import { findSlots, type Slot } from '../machine/slots.ts';
import { algorithmFile, algorithms } from './algorithms.ts';
import type { TaskFacts } from './derivation.ts';
import { readDerivation } from './derivation-files.ts';
import { parameterCount } from './parameter-count.ts';
import { evaluationsOf, type TargetCourse } from './plan-runs.ts';
import { chooseEngine } from '../commands/lay-out.ts';
import {
  layOutCourses,
  type CoursesInput,
  type LaidOutCourse,
} from '../commands/lay-out-courses.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from '../commands/terminal.ts';

/** What a user asked for. */
export interface TargetsRequest {
  /** Workloads, or variants by their full names. */
  readonly workloads: readonly string[];
  /** Variants of the workloads that are named as a whole: `all`, or names, `base` among them. */
  readonly variants: readonly string[];
  /** Quasi-random points an algorithm. */
  readonly trials: number;
  readonly seeds: number;
  readonly seed: string;
  /** Of so many first repetitions, those whose times were disturbed are run again. */
  readonly retime: number;
  readonly stepHint?: number | undefined;
  readonly from?: string | undefined;
  readonly engine: EngineName | 'auto';
  readonly slots?: number | undefined;
}

/** A workload or variant whose target is to be set. */
export interface TargetTask {
  readonly course: TargetCourse;
  /** `base` is the workload itself. */
  readonly variant: string;
  readonly laidOut: LaidOutCourse;
  readonly facts: TaskFacts;
}

export interface TargetsGround {
  readonly tasks: readonly TargetTask[];
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly slots: readonly Slot[];
  readonly tools: SandboxTools;
}

const variantsOf = (workload: Workload): string[] => ['base', ...Object.keys(workload.variants)];

/** The variants asked for of a workload that is named as a whole. */
function wantedVariants(
  base: string,
  workload: Workload,
  { variants }: TargetsRequest,
): readonly string[] {
  const known = variantsOf(workload);
  if (variants.includes('all')) return known;
  const unknown = variants.find((variant) => !known.includes(variant));
  if (unknown !== undefined || variants.length === 0)
    throw new Error(
      `${unknown === undefined ? '--variants names none' : `Workload "${base}" has no variant "${unknown}"`}. Choose of ${base}: all, ${known.join(', ')}.`,
    );
  return variants;
}

/** Throws when a workload would have no candidate to start from. A winner that this request sets first counts. */
function checkCandidates(
  root: string,
  found: readonly FoundWorkload[],
  { from, trials }: TargetsRequest,
): void {
  const set = new Set<string>();
  for (const { id, base, workload } of found) {
    const known = variantsOf(workload);
    if (from !== undefined && !known.includes(from))
      throw new Error(
        `Workload "${base}" has no variant "${from}" to start from. Choose one of: ${known.join(', ')}.`,
      );
    const variant = variantOf(base, id) ?? 'base';
    if (from === undefined || from === variant) {
      if (trials === 0)
        throw new Error(
          `${id} has no candidate: with --trials 0 it must come --from another variant. Give --trials 1 or more, or leave ${id} out.`,
        );
    } else if (!set.has(`${base}/${from}`) && readDerivation(root, base, from) === undefined)
      throw new Error(
        `${id} is to start from the winner of "${from}", whose target has not been set. First: npx ttr targets ${base} --variants ${from}.`,
      );
    set.add(`${base}/${variant}`);
  }
}

/** The workloads and variants a request names, each once. */
async function findTasks(root: string, request: TargetsRequest): Promise<FoundWorkload[]> {
  const found = new Map<string, FoundWorkload>();
  for (const name of request.workloads) {
    const { base, workload } = await loadWorkload(root, name);
    const wanted =
      name === base ? wantedVariants(base, workload, request) : [variantOf(base, name)!];
    for (const variant of wanted) {
      const id = variant === 'base' ? base : `${base}_${variant}`;
      found.set(id, await loadWorkload(root, id));
    }
  }
  return [...found.values()];
}

/** The step hint asked for, or the one in targets.json. */
function stepHintOf({ id, base, workload }: FoundWorkload, wanted: number | undefined): number {
  const { targets, evaluation } = workload;
  const stepHint = wanted ?? (targets[variantOf(base, id) ?? 'base'] ?? targets['base'])?.stepHint;
  if (stepHint === undefined)
    throw new Error(`${id} has no step hint in its targets.json. Give one: --step-hint.`);
  if (stepHint < evaluation.every)
    throw new Error(
      `A step hint of ${stepHint} is too short: ${id} is evaluated every ${evaluation.every} steps. Give at least ${evaluation.every}.`,
    );
  return stepHint;
}

const factsOf = ({ id, base, workload, data }: LaidOutCourse): TaskFacts => ({
  parameters: parameterCount(modelOf(workload, variantOf(base, id))),
  batchSize: workload.batchSize,
  evaluateEvery: workload.evaluation.every,
  examples: data.examples,
  bytesFetched: data.bytesFetched,
  packages: workload.data.packages.map(({ name, version, licence }) => ({
    name,
    version,
    licence,
  })),
});

/**
 * Settles everything before the first run: names, data, bundles. No run depends on step times, which only say how long it
 * all takes, so a loaded machine need not measure them.
 */
export async function layOutTargets(
  project: Project,
  request: TargetsRequest,
  stepTimes: CoursesInput['stepTimes'],
  terminal: Terminal,
): Promise<TargetsGround> {
  const { root } = project;
  const found = await findTasks(root, request);
  checkCandidates(root, found, request);
  const hints = new Map(found.map((one) => [one.id, stepHintOf(one, request.stepHint)]));
  const engine = await chooseEngine(request.engine);
  const slots = findSlots(engine, request.slots);
  const tools = await findSandboxTools();
  const machine = machineOf(engine);
  const bundles: Record<string, Bundle> = {};
  for (const name of Object.keys(algorithms))
    bundles[name] = await bundleSubmission(root, name, join(root, algorithmFile(name)));
  const { courses, harnessHash, lockfileHash } = await layOutCourses(
    project,
    { found, engine, machine, slots, tools, stepTimes },
    terminal,
  );
  const tasks: TargetTask[] = [];
  for (const laidOut of courses) {
    const { id, base, workload, dataHash, stepSeconds } = laidOut;
    const task = await bundleTask(root, base);
    const stepHint = hints.get(id)!;
    const hashes = {
      workload: task.hash,
      data: dataHash,
      harness: harnessHash,
      lockfile: lockfileHash,
    };
    const course = { id, base, workload, engine, stepHint, stepSeconds, hashes };
    const last = evaluationsOf(course) * workload.evaluation.every;
    if (last !== stepHint)
      terminal.note(
        `${id}: the step hint ${stepHint} is no multiple of ${workload.evaluation.every}, the steps between evaluations; runs end at step ${last}.`,
      );
    tasks.push({
      course,
      variant: variantOf(base, id) ?? 'base',
      laidOut,
      facts: factsOf(laidOut),
    });
  }
  return { tasks, bundles, engine, machine, slots, tools };
}
