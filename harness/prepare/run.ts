/** From a request to trials that are ready to run, or to what can be said of them before anything is prepared. */
import { findPrepared } from '../data/prepare.ts';
import { completePlan, draftTrials, withinBudget, type Draft } from '../plan/plan.ts';
import { describeAll, type Described, type Refused } from './describe.ts';
import { engineHash } from './engine-hash.ts';
import type { Report } from './events.ts';
import { findWorkload, type FoundWorkload } from './find-workload.ts';
import { findSuite, submissionNames } from './folders.ts';
import { findHost, type Host, type HostRequest } from './host.ts';
import type { Project } from './project.ts';
import { keptStepTimes, stepTimes } from './step-times.ts';
import type { ReadyTrial } from '../run/queue.ts';
import { hashesOf, readyTrial } from './ready.ts';
import { prepareWorkloads } from './workloads.ts';

/** What a user asked for; what is left out is the suite's or the ruleset's. */
export interface RunRequest extends HostRequest {
  readonly suite: string;
  readonly submissions?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly studies?: number | undefined;
  readonly trials?: number | undefined;
  readonly seed: string;
}

/** Trials as the rules have them, of the submissions that are in order. */
export interface Outline {
  readonly host: Host;
  readonly drafts: readonly Draft[];
  readonly described: readonly Described[];
  readonly refused: readonly Refused[];
  readonly found: readonly FoundWorkload[];
}

/** Names, descriptions and drafts. Downloads and calibrates nothing. */
export async function outlineRun(project: Project, request: RunRequest): Promise<Outline> {
  const { root } = project;
  const suite = findSuite(root, request.suite);
  const ids = request.workloads ?? suite.workloads;
  const found = await Promise.all([...new Set(ids)].map((id) => findWorkload(root, id)));
  const names = submissionNames(root, request.submissions ?? suite.submissions);
  const host = await findHost(request);
  const { described, refused } = await describeAll(project, names);
  const { suite: suiteName, seed, studies = suite.studies, trials = suite.trials } = request;
  const drafts = draftTrials({
    suite: suiteName,
    studies,
    trials,
    seed,
    entrants: described,
    courses: found,
  });
  return { host, drafts, described, refused, found };
}

/** What is known already of a workload that a run would prepare. */
export interface Known {
  readonly dataThere: boolean;
  /** Seconds; undefined where it was not measured. */
  readonly stepSeconds: number | undefined;
}

/** What is known of an outline's workloads, by name; looks, and makes nothing. */
export async function known(project: Project, outline: Outline): Promise<Map<string, Known>> {
  const times = await keptStepTimes(project, outline.host, outline.found);
  return new Map(
    outline.found.map(({ id, workload }) => [
      id,
      {
        dataThere: findPrepared(workload.data, project.cache) !== undefined,
        stepSeconds: times.get(id)?.median,
      },
    ]),
  );
}

export interface PreparedRun {
  readonly host: Host;
  readonly trials: readonly ReadyTrial[];
}

/** Fetches, bundles and calibrates what an outline's trials lack. */
export async function prepareRun(
  project: Project,
  outline: Outline,
  { recalibrate = false, report }: { readonly recalibrate?: boolean; readonly report: Report },
): Promise<PreparedRun> {
  const { host, drafts, described } = outline;
  const wanted = outline.found.filter(({ id }) => drafts.some(({ workload }) => workload === id));
  const workloads = await prepareWorkloads(project, wanted, report);
  const times = await stepTimes(project, host, workloads, { again: recalibrate, report });
  const engine = await engineHash(project.root, host.machine);
  const trials = drafts.map((draft) => {
    const submission = described.find(({ name }) => name === draft.submission)!;
    const workload = workloads.find(({ id }) => id === draft.workload)!;
    const hashes = hashesOf(submission, workload, engine);
    const until = withinBudget(draft, times.get(draft.workload)!.median);
    const planned = completePlan(draft, { hashes, engine: host.engine, until });
    return readyTrial(planned, submission, workload);
  });
  return { host, trials };
}
