/** Runs the trials of a plan that have no finished result yet; each result is on disk before the next of its slot starts. */
import { group } from 'd3-array';
import { forecastSeconds, type Expected } from '../plan/forecast.ts';
import type { PreparedRun } from '../prepare/run.ts';
import { budgetOf } from '../record/plan.ts';
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import { findOlder, findResult, type Kept } from '../results/store.ts';
import { whyAgain, type Again } from '../results/why-again.ts';
import { localExecutor } from '../run/executors/local.ts';
import { slowed, slowness } from '../score/yardstick.ts';
import { runTrials, type ReadyTrial, type RunInput } from '../run/queue.ts';
import type { Session } from './command.ts';
import { forecastText } from './durations.ts';
import { Progress, whileShown } from './progress.ts';
import type { PlanOptions } from './plan-options.ts';
import { stopEarly } from './stop-early.ts';
import { trialWording } from './trial-wording.ts';

/** What `ttr run` is asked. */
export interface RunOptions extends PlanOptions {
  readonly dryRun?: boolean;
  readonly recalibrate?: boolean;
  readonly page: boolean;
  readonly confirm: number;
  readonly stopEarly?: boolean;
  readonly repeatDisturbed: boolean;
  /** Folders of results of other machines. */
  readonly against?: readonly string[];
  /** GiB that a trial may hold; its share of the machine's when left out. */
  readonly memory?: number;
  readonly json?: boolean;
}

export interface RunReport {
  /** Results of earlier runs first. */
  readonly kept: readonly Kept[];
  /** Trials without a result: not started, or ended by Ctrl-C. */
  readonly left: number;
}

/** Runs them, and says first what is there already and what the rest will take. */
export async function runMissing(
  session: Session,
  { host, trials }: PreparedRun,
  options: RunOptions,
): Promise<RunReport> {
  const { terminal } = session;
  const { slots } = host;
  const { kept, missing } = await split(session, trials, options);
  if (kept.length > 0)
    terminal.note(
      `${kept.length} of ${trials.length} trials have results already and are not run again.`,
    );
  if (missing.length === 0) return { kept, left: 0 };
  for (const line of whyAgain(await older(session, missing, host.engine))) terminal.note(line);
  const forecast = forecastText(forecastSeconds(missing.map(expectedOf), slots.length));
  terminal.note(
    `${missing.length} trials on ${slots.map(({ name }) => name).join(', ')}: ${forecast}.`,
  );
  const all = [...kept];
  const capOf = options.stopEarly === true ? stopEarly(trials) : () => 'none' as const;
  const { confirm: confirmations, memory } = options;
  const input: Omit<RunInput, 'command' | 'signal' | 'onEvent'> = {
    ...host,
    executor: localExecutor(slots),
    results: session.project.results,
    trials: missing,
    ...(memory === undefined ? {} : { memoryBytes: memory * 2 ** 30 }),
    stopOf(trial) {
      const cap = capOf(
        trial,
        all.map(({ result }) => result),
      );
      if (cap === 'skip') return 'skip';
      return cap === 'none' ? { confirmations } : { confirmations, cap };
    },
  };
  const skipped = await runAll(session, all, input);
  const left = missing.length - (all.length - kept.length) - skipped;
  if (options.repeatDisturbed) await repeatSlowed(session, all, input);
  return { kept: all, left };
}

/** Runs those of these trials once more whose CPU was much slower than in others, for whatever reason; the later result counts. */
async function repeatSlowed(
  session: Session,
  kept: Kept[],
  input: Omit<RunInput, 'command' | 'signal' | 'onEvent'>,
): Promise<void> {
  const { terminal, signal } = session;
  const slow = slowness(kept.map(({ result }) => result));
  const ids = new Set(
    [...slow].filter(([, factor]) => factor > slowed.repeated).map(([{ plan }]) => plan.id),
  );
  const trials = input.trials.filter(({ plan }) => ids.has(plan.id));
  if (trials.length === 0 || signal.aborted) return;
  const forecast = forecastText(forecastSeconds(trials.map(expectedOf), input.executor.slots));
  const percent = 100 * (slowed.repeated - 1);
  terminal.note(
    `${trials.length} trials had a CPU more than ${percent.toFixed(0)} % slower than others of their workload; they are repeated once: ${forecast}. (--no-repeat-disturbed leaves them.)`,
  );
  await runAll(session, kept, { ...input, trials });
}

/** What a forecast needs of a planned trial. */
export const expectedOf = ({ plan }: Pick<ReadyTrial, 'plan'>): Expected => {
  const budget = budgetOf(plan);
  const { stepHint } = plan;
  return {
    stepHint,
    budgetSteps: budget?.steps ?? stepHint,
    stepSeconds: budget?.stepSeconds,
  };
};

/** Results of the same cells by other plans. */
async function older(
  { project }: Session,
  missing: readonly ReadyTrial[],
  engine: EngineName,
): Promise<Again[]> {
  const found = missing.map(async ({ plan, hashes }) => {
    const before = await findOlder(project.results, plan);
    return before === undefined ? [] : [{ plan, hashes, engine, older: before }];
  });
  return (await Promise.all(found)).flat();
}

/** Trials with a result, and trials without. */
async function split(
  { project }: Session,
  trials: readonly ReadyTrial[],
  options: RunOptions,
): Promise<{ readonly kept: readonly Kept[]; readonly missing: readonly ReadyTrial[] }> {
  // A trial that was stopped early is no result of a run that stops none.
  const fits = ({ outcome }: TrialResult): boolean =>
    options.stopEarly === true || outcome.status !== 'stopped';
  const kept: Kept[] = [];
  const missing: ReadyTrial[] = [];
  for (const trial of trials) {
    const found = await findResult(project.results, trial.plan, fits);
    if (found === undefined) missing.push(trial);
    else kept.push(found);
  }
  return { kept, missing };
}

/** Runs these trials and adds each result to `kept`; returns how many were skipped because they change no score. */
async function runAll(
  { terminal, signal, command }: Session,
  kept: Kept[],
  input: Omit<RunInput, 'command' | 'signal' | 'onEvent'>,
): Promise<number> {
  const progress = new Progress(input.executor.slots, trialWording);
  for (const [workload, own] of group(input.trials, ({ plan }) => plan.workload))
    progress.expect(workload, own.length, forecastSeconds([expectedOf(own[0]!)], 1).expected);
  let skipped = 0;
  await whileShown(terminal, progress, () =>
    runTrials({
      ...input,
      command,
      signal,
      stopOf(trial) {
        const stop = input.stopOf(trial);
        if (stop === 'skip') skipped += 1;
        return stop;
      },
      onEvent(event) {
        if (event.kind === 'ended') kept.push({ result: event.result, path: event.path });
        const line = progress.note(event);
        if (line !== undefined) terminal.note(line);
      },
    }),
  );
  return skipped;
}
