/** `ttr trial` runs one trial and keeps nothing; `ttr replay` runs a kept one again and compares it bit by bit. */
import { readFile } from 'node:fs/promises';
import type { Hyperparameters } from '#spec';
import { parseResult } from '../record/check.ts';
import type { EngineName } from '../record/machine.ts';
import type { TrialPlan, Until } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials, type ReadyTrial } from '../run/queue.ts';
import { layOut, type LaidOut } from './lay-out.ts';
import { Progress } from './progress.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

export interface TrialRequest {
  readonly submission: string;
  readonly workload: string;
  readonly engine: EngineName | 'auto';
  readonly study: number;
  readonly trial: number;
  readonly seed: string;
  /** Replace those of the plan. */
  readonly hyperparameters?: Hyperparameters | undefined;
  readonly evaluations?: number | undefined;
}

/** Runs one prepared trial in the first slot. */
async function runOne(
  laidOut: LaidOut,
  ready: ReadyTrial,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<TrialResult> {
  const progress = new Progress([ready], 1);
  const tick = setInterval(() => {
    terminal.status(progress.status());
  }, 1000);
  let result: TrialResult | undefined;
  try {
    await runTrials({
      ...laidOut,
      executor: localExecutor(laidOut.slots.slice(0, 1)),
      trials: [ready],
      command: 'ttr trial',
      signal,
      stopOf: () => ({ confirmations: 0 }),
      onEvent(event) {
        progress.note(event);
        if (event.kind === 'ended') result = event.result;
      },
    });
  } finally {
    clearInterval(tick);
    terminal.status('');
  }
  if (result === undefined) throw new Error('The trial was interrupted.');
  return result;
}

/** One trial as the plan has it, or with other hyperparameters. */
export async function trial(
  project: Project,
  request: TrialRequest,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<TrialResult> {
  const { submission, workload, engine, study, seed, hyperparameters, evaluations } = request;
  const laidOut = await layOut(
    project,
    {
      suite: 'smoke',
      submissions: [submission],
      workloads: [workload],
      studies: study,
      trials: Math.max(request.trial, 5),
      engine,
      seed,
    },
    terminal,
  );
  const ready = laidOut.trials.find(
    ({ plan }) => plan.study === study && plan.trial === request.trial,
  );
  if (ready === undefined)
    throw new Error(
      `There is no study ${study}, trial ${request.trial} of ${submission} on ${workload}.`,
    );
  const point = hyperparameters ?? {};
  const until: Until =
    evaluations === undefined
      ? ready.plan.until
      : { kind: 'evaluations', count: evaluations, testAt: 'target' };
  const plan = { ...withPoint(ready.plan, point), until };
  return runOne(laidOut, { ...ready, plan }, signal, terminal);
}

/** The plan with some hyperparameters replaced; names that the submission does not have are refused. */
function withPoint(plan: TrialPlan, point: Hyperparameters): TrialPlan {
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

/** How a replay compares with the result it repeats. */
export interface Replay {
  readonly identical: boolean;
  readonly evaluations: number;
  /** First evaluation that differs, in words; absent when none does. */
  readonly difference?: string;
  /** Code, data or engine that are no longer what they were, by name. */
  readonly changed: readonly string[];
}

/** Runs a kept result's trial again for as many evaluations as it had. */
export async function replay(
  project: Project,
  file: string,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<Replay> {
  const parsed = parseResult(await readFile(file, 'utf8'));
  if (!parsed.ok) throw new Error(`${file} ${parsed.reason}`);
  const { plan, origin, evaluations } = parsed.result;
  if (origin.kind !== 'measured')
    throw new Error(
      `${file} is of a trial that was ${origin.kind === 'lost' ? 'lost' : `imported from ${origin.from}`}; only measured results can be replayed.`,
    );
  if (evaluations.length === 0) throw new Error(`${file} holds no evaluation to compare with.`);
  const request = {
    suite: 'smoke',
    submissions: [plan.submission],
    workloads: [plan.workload],
    studies: 1,
    trials: 1,
    engine: origin.engine,
    seed: '1',
  };
  const laidOut = await layOut(project, request, terminal);
  const [first] = laidOut.trials;
  const until: Until = { kind: 'evaluations', count: evaluations.length, testAt: 'never' };
  const again = await runOne(laidOut, { ...first!, plan: { ...plan, until } }, signal, terminal);
  const changed = Object.keys(origin.hashes).filter(
    (name) =>
      origin.hashes[name as keyof typeof origin.hashes] !==
      first!.hashes[name as keyof typeof origin.hashes],
  );
  const difference = firstDifference(parsed.result, again);
  return {
    identical: difference === undefined,
    evaluations: evaluations.length,
    changed,
    ...(difference === undefined ? {} : { difference }),
  };
}

/** Everything that training decides; times are left out. */
const fingerprint = ({
  step,
  examples,
  validation,
  trainingLoss,
  metrics,
}: TrialResult['evaluations'][number]): string =>
  JSON.stringify({
    step,
    examples,
    validation,
    trainingLoss,
    metrics: Object.entries(metrics).sort(),
  });

function firstDifference(before: TrialResult, after: TrialResult): string | undefined {
  for (const [i, evaluation] of before.evaluations.entries()) {
    const other = after.evaluations[i];
    if (other === undefined)
      return `evaluation ${i + 1} is missing: the replay ended ${after.outcome.status}`;
    if (fingerprint(evaluation) !== fingerprint(other)) {
      return `evaluation ${i + 1} (step ${evaluation.step}): ${fingerprint(evaluation)} became ${fingerprint(other)}`;
    }
  }
  return undefined;
}
