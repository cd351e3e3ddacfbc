/** One trial that is run and not kept: what `ttr trial`, `ttr check` and `ttr replay` have in common. */
import type { Hyperparameters } from '#spec';
import type { EngineName } from '../record/machine.ts';
import type { TrialPlan } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import type { Limits, ReadyTrial } from '../run/executors/local.ts';
import type { Session } from './command.ts';
import type { LaidOut } from './lay-out.ts';
import { Progress, whileShown } from './progress.ts';
import { trialWording } from './trial-wording.ts';

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

/** One trial as the plan has it, or with other hyperparameters. */
export async function runPlanned(session: Session, request: TrialRequest): Promise<TrialResult> {
  const { submission, workload, engine, study, seed, hyperparameters, evaluations } = request;
  const { layOut } = await import('./lay-out.ts');
  const laidOut = await layOut(
    session.project,
    {
      suite: 'smoke',
      submissions: [submission],
      workloads: [workload],
      studies: study,
      trials: Math.max(request.trial, 5),
      engine,
      seed,
    },
    session.terminal,
  );
  const ready = laidOut.trials.find(
    ({ plan }) => plan.study === study && plan.trial === request.trial,
  );
  if (ready === undefined)
    throw new Error(
      `There is no study ${study}, trial ${request.trial} of ${submission} on ${workload}.`,
    );
  const plan = hyperparameters === undefined ? ready.plan : withPoint(ready.plan, hyperparameters);
  const limits = evaluations === undefined ? {} : { evaluations };
  return runOne(session, laidOut, { ...ready, plan }, limits);
}

/** Runs one prepared trial in the first slot. */
export async function runOne(
  { terminal, signal }: Session,
  laidOut: LaidOut,
  ready: ReadyTrial,
  limits: Limits,
): Promise<TrialResult> {
  const [{ runTrials }, { forecastSeconds }] = await Promise.all([
    import('../run/executors/local.ts'),
    import('../plan/plan.ts'),
  ]);
  const progress = new Progress(1, trialWording);
  progress.expect(ready.plan.workload, 1, forecastSeconds([ready.plan], 1).expected);
  let result: TrialResult | undefined;
  await whileShown(terminal, progress, () =>
    runTrials({
      ...laidOut,
      slots: laidOut.slots.slice(0, 1),
      trials: [ready],
      command: 'ttr trial',
      signal,
      limitsOf: () => limits,
      onEvent(event) {
        progress.note(event);
        if (event.kind === 'ended') result = event.result;
      },
    }),
  );
  if (result === undefined) throw new Error('The trial was interrupted.');
  return result;
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
