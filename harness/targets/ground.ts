/** What setting targets stands on: which workloads and variants, prepared, and the four algorithms, described. */
import { join } from 'node:path';
import type { Workload } from '#spec';
import { modelOf, variantOf } from '../plan/variant.ts';
import type { WorkloadFacts } from '../plan/workload-facts.ts';
import { describeSubmission, refusalText, type Described } from '../prepare/describe.ts';
import { engineHash } from '../prepare/engine-hash.ts';
import type { Report } from '../prepare/events.ts';
import { findWorkload, type FoundWorkload } from '../prepare/find-workload.ts';
import { findHost, type Host, type HostRequest } from '../prepare/host.ts';
import type { Project } from '../prepare/project.ts';
import { loadWorkload } from '../prepare/workload-facts.ts';
import { prepareWorkloads, type PreparedWorkload } from '../prepare/workloads.ts';
import { algorithmFile, algorithms } from './algorithms.ts';
import type { TaskFacts } from './derivation.ts';
import { readDerivation } from './derivation-files.ts';
import { parameterCount } from './parameter-count.ts';
import { evaluationsOf, type TargetCourse } from './plan-runs.ts';

/** What a user asked for. */
export interface TargetsRequest extends HostRequest {
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
}

/** A workload or variant whose target is to be set. */
export interface TargetTask {
  readonly course: TargetCourse;
  /** `base` is the workload itself. */
  readonly variant: string;
  readonly prepared: PreparedWorkload;
  readonly facts: TaskFacts;
}

export interface TargetsGround {
  readonly host: Host;
  readonly tasks: readonly TargetTask[];
  /** By name. */
  readonly algorithms: Readonly<Record<string, Described>>;
}

const variantsOf = (workload: WorkloadFacts): string[] => [
  'base',
  ...Object.keys(workload.variants),
];

/** The variants asked for of a workload that is named as a whole. */
function wantedVariants(
  base: string,
  workload: WorkloadFacts,
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
    const { base, workload } = await findWorkload(root, name);
    const wanted =
      name === base ? wantedVariants(base, workload, request) : [variantOf(base, name)!];
    for (const variant of wanted) {
      const id = variant === 'base' ? base : `${base}_${variant}`;
      found.set(id, await findWorkload(root, id));
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

const factsOf = ({ id, base, workload, data }: PreparedWorkload, code: Workload): TaskFacts => ({
  parameters: parameterCount(modelOf(code, variantOf(base, id))),
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

/** The four algorithms, described like submissions. */
async function describeAlgorithms(project: Project): Promise<TargetsGround['algorithms']> {
  const described: Record<string, Described> = {};
  for (const name of Object.keys(algorithms)) {
    const found = await describeSubmission(project, name, {
      entry: join(project.root, algorithmFile(name)),
    });
    if (found.kind === 'refused') throw new Error(refusalText(found.refused));
    described[name] = found.submission;
  }
  return described;
}

/** What a request asks for: workloads with their step hints. */
export interface TargetsOutline {
  readonly host: Host;
  readonly found: readonly FoundWorkload[];
  readonly hints: ReadonlyMap<string, number>;
}

/** Names and step hints, all checked. Downloads, bundles and calibrates nothing. */
export async function outlineTargets(
  project: Project,
  request: TargetsRequest,
): Promise<TargetsOutline> {
  const { root } = project;
  const found = await findTasks(root, request);
  checkCandidates(root, found, request);
  const hints = new Map(found.map((one) => [one.id, stepHintOf(one, request.stepHint)]));
  return { host: await findHost(request), found, hints };
}

/** The step at which runs end, where that is not the step hint: the last evaluation before it. */
export const unevenHints = ({ found, hints }: TargetsOutline): string[] =>
  found.flatMap(({ id, workload }) => {
    const { every } = workload.evaluation;
    const stepHint = hints.get(id)!;
    const last = evaluationsOf({ workload, stepHint }) * every;
    return last === stepHint
      ? []
      : [
          `${id}: the step hint ${stepHint} is no multiple of ${every}, the steps between evaluations; runs end at step ${last}.`,
        ];
  });

/**
 * Fetches and bundles everything before the first run. No run depends on step times, which only say how long it all takes,
 * so a loaded machine need not measure them.
 */
export async function prepareTargets(
  project: Project,
  { host, found, hints }: TargetsOutline,
  report: Report,
): Promise<TargetsGround> {
  const described = await describeAlgorithms(project);
  const workloads = await prepareWorkloads(project, found, report);
  const engine = await engineHash(project.root, host.machine);
  const tasks: TargetTask[] = [];
  for (const prepared of workloads) {
    const { id, base, workload, hash, data } = prepared;
    const hashes = { workload: hash, data: data.hash, engine };
    const course = { id, base, workload, engine: host.engine, stepHint: hints.get(id)!, hashes };
    const facts = factsOf(prepared, await loadWorkload(project.root, base));
    tasks.push({ course, variant: variantOf(base, id) ?? 'base', prepared, facts });
  }
  return { host, tasks, algorithms: described };
}
