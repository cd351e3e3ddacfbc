/** One trial that is run and not kept: what `ttr trial`, `ttr check` and `ttr replay` have in common. */
import type { Hyperparameters } from '#spec';
import { forecastSeconds } from '../plan/forecast.ts';
import type { Host } from '../prepare/host.ts';
import type { EngineName } from '../record/machine.ts';
import type { Until } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import type { ReadyTrial } from '../run/queue.ts';
import type { Session } from './command.ts';
import { reportTo } from './prepare-wording.ts';
import { Progress, whileShown } from './progress.ts';
import { trialWording } from './trial-wording.ts';

export interface TrialRequest {
  readonly submission: string;
  readonly workload: string;
  readonly engine: EngineName | 'auto';
  readonly study: number;
  readonly trial: number;
  /** Trials of the study, which decide its points; the ruleset's when left out. */
  readonly trials?: number | undefined;
  readonly seed: string;
  /** Replace those of the plan. */
  readonly hyperparameters?: Hyperparameters | undefined;
  readonly evaluations?: number | undefined;
}

/** One trial as a run would have it, or with other hyperparameters. */
export async function runPlanned(session: Session, request: TrialRequest): Promise<TrialResult> {
  const [{ prepareOne, draftOf, withPoint }, { stepTimes }, { completePlan, withinBudget }] =
    await Promise.all([
      import('../prepare/one.ts'),
      import('../prepare/step-times.ts'),
      import('../plan/plan.ts'),
    ]);
  const { readyTrial } = await import('../prepare/ready.ts');
  const { project } = session;
  const { hyperparameters = {}, evaluations: count } = request;
  const report = reportTo(session);
  const one = await prepareOne(project, request, report);
  const { host, submission, workload, hashes } = one;
  const draft = withPoint(draftOf(one, request), hyperparameters);
  let until: Until;
  if (count === undefined) {
    const times = await stepTimes(project, host, [workload], { again: false, report });
    until = withinBudget(draft, times.get(workload.id)!.median);
  } else until = { kind: 'evaluations', count, testAt: 'target' };
  const planned = completePlan(draft, { hashes, engine: host.engine, until });
  return runOne(session, host, readyTrial(planned, submission, workload));
}

/** Runs one prepared trial in the first slot. */
export async function runOne(
  { terminal, signal }: Session,
  host: Host,
  ready: ReadyTrial,
): Promise<TrialResult> {
  const [{ runTrials }, { localExecutor }] = await Promise.all([
    import('../run/queue.ts'),
    import('../run/executors/local.ts'),
  ]);
  const { expectedOf } = await import('./run-missing.ts');
  const { expected, unknown } = forecastSeconds([expectedOf(ready)], 1);
  const progress = new Progress(1, trialWording);
  progress.expect(ready.plan.workload, 1, unknown === 0 ? expected : undefined);
  let result: TrialResult | undefined;
  await whileShown(terminal, progress, () =>
    runTrials({
      ...host,
      executor: localExecutor(host.slots.slice(0, 1)),
      trials: [ready],
      command: 'ttr trial',
      signal,
      stopOf: () => ({ confirmations: 0 }),
      onEvent(event) {
        progress.note(event);
        if (event.kind === 'ended') result = event.result;
      },
    }),
  );
  if (result === undefined) throw new Error('The trial was interrupted.');
  return result;
}
