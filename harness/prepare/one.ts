/** One submission on one workload, prepared: what single trials stand on, whose plans are made elsewhere. */
import type { Hyperparameters } from '#spec';
import { draftTrials, type Draft } from '../plan/plan.ts';
import { rulesets } from '../record/rulesets.ts';
import type { Hashes } from '../record/plan.ts';
import {
  describeKeptCode,
  describeSubmission,
  refusalText,
  type Described,
  type Description,
} from './describe.ts';
import { engineHash } from './engine-hash.ts';
import type { Report } from './events.ts';
import { findWorkload } from './find-workload.ts';
import { submissionNames } from './folders.ts';
import { findHost, type Host, type HostRequest } from './host.ts';
import type { Project } from './project.ts';
import { hashesOf } from './ready.ts';
import { prepareWorkloads, type PreparedWorkload } from './workloads.ts';

export interface OneRequest extends HostRequest {
  readonly submission: string;
  readonly workload: string;
  /** Text of the bundle to run in place of what the submission's folder holds, which then need not be there. */
  readonly code?: string;
}

export interface One {
  readonly host: Host;
  readonly submission: Described;
  readonly workload: PreparedWorkload;
  readonly hashes: Hashes;
}

/** Describes the submission, then fetches and bundles what its workload lacks. Calibrates nothing. */
export async function prepareOne(
  project: Project,
  request: OneRequest,
  report: Report,
): Promise<One> {
  const { submission: name, code } = request;
  const submission =
    code === undefined
      ? await describeOne(project, name)
      : inOrder(await describeKeptCode(project, name, code));
  const found = await findWorkload(project.root, request.workload);
  const host = await findHost(request);
  const [workload] = await prepareWorkloads(project, [found], report);
  const engine = await engineHash(project.root, host.machine);
  return { host, submission, workload: workload!, hashes: hashesOf(submission, workload!, engine) };
}

/** Another submission on what was prepared for one. */
export async function withSubmission(project: Project, one: One, name: string): Promise<One> {
  const submission = await describeOne(project, name);
  const { hashes, workload } = one;
  return { ...one, submission, hashes: hashesOf(submission, workload, hashes.engine) };
}

/** The submission of that name; throws where it is not in order. */
async function describeOne(project: Project, wanted: string): Promise<Described> {
  const [name] = submissionNames(project.root, [wanted]);
  return inOrder(await describeSubmission(project, name!));
}

/** What was described; throws where it is not in order. */
function inOrder(description: Description): Described {
  if (description.kind === 'refused') throw new Error(refusalText(description.refused));
  return description.submission;
}

/** The trial of this number in this study, as a run with so many trials a study draws it; as many as the ruleset has when left out. */
export function draftOf(
  { submission, workload }: One,
  {
    study,
    trial,
    seed,
    trials = rulesets[submission.ruleset].trials,
  }: {
    readonly study: number;
    readonly trial: number;
    readonly seed: string;
    readonly trials?: number | undefined;
  },
): Draft {
  const drafts = draftTrials({
    suite: 'trial',
    studies: study,
    trials,
    seed,
    entrants: [submission],
    courses: [workload],
  });
  const draft = drafts.find((one) => one.study === study && one.trial === trial);
  if (draft === undefined)
    throw new Error(
      `There is no trial ${trial} of ${submission.name}: a study of the ${submission.ruleset} ruleset has ${trials} here. Give --trial 1 to ${trials}, or --trials.`,
    );
  return draft;
}

/** The draft with some hyperparameters replaced; names that the submission does not have are refused. */
export function withPoint(plan: Draft, point: Hyperparameters): Draft {
  const names = Object.keys(plan.hyperparameters);
  for (const name of Object.keys(point)) {
    if (!names.includes(name)) {
      throw new Error(
        `${plan.submission} has no hyperparameter "${name}". It has: ${names.join(', ') || 'none'}.`,
      );
    }
  }
  return { ...plan, hyperparameters: { ...plan.hyperparameters, ...point } };
}
