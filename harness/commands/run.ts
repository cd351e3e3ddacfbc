/** `ttr run`: runs what is missing of a plan and keeps each result. */
import { forecastSeconds } from '../plan/plan.ts';
import { findResult } from '../results/store.ts';
import type { TrialResult } from '../record/result.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials, type ReadyTrial } from '../run/queue.ts';
import type { Cap } from '../run/wire/job.ts';
import { forecastText, type LaidOut } from './lay-out.ts';
import { Progress } from './progress.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

export interface RunOptions {
  /** The command line, as it goes into the results. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly confirmations: number;
  /** Resident bytes a trial may hold; its share of the machine's when left out. */
  readonly memoryBytes?: number;
  /** The cap that earlier results put on a trial; asked right before it starts. */
  readonly cap?: (trial: ReadyTrial, results: readonly TrialResult[]) => Cap | 'none' | 'skip';
}

export interface RunReport {
  readonly reused: number;
  readonly ran: number;
  /** Trials without a result: not started, or ended by Ctrl-C. */
  readonly left: number;
  readonly results: readonly TrialResult[];
}

/** Runs the trials that have no finished result yet. Each result is on disk before the next trial of its slot starts. */
export async function run(
  project: Project,
  laidOut: LaidOut,
  options: RunOptions,
  terminal: Terminal,
): Promise<RunReport> {
  // A trial that was stopped early is no result of a run that stops none.
  const fits = ({ outcome }: TrialResult): boolean =>
    options.cap !== undefined || outcome.status !== 'stopped';
  const results: TrialResult[] = [];
  const missing: ReadyTrial[] = [];
  for (const trial of laidOut.trials) {
    const kept = await findResult(project.results, trial.plan, fits);
    if (kept === undefined) missing.push(trial);
    else results.push(kept);
  }
  const reused = results.length;
  if (reused > 0)
    terminal.note(
      `${reused} of ${laidOut.trials.length} trials have results already and are not run again.`,
    );
  if (missing.length === 0) return { reused, ran: 0, left: 0, results };

  const forecast = forecastSeconds(
    missing.map(({ plan }) => plan),
    laidOut.slots.length,
  );
  terminal.note(
    `${missing.length} trials on ${laidOut.slots.map(({ name }) => name).join(', ')}: ${forecastText(forecast)}.`,
  );
  const progress = new Progress(missing, laidOut.slots.length);
  const tick = setInterval(() => {
    terminal.status(progress.status());
  }, 1000);
  let skipped = 0;
  try {
    await runTrials({
      ...laidOut,
      executor: localExecutor(laidOut.slots),
      results: project.results,
      trials: missing,
      command: options.command,
      ...(options.memoryBytes === undefined ? {} : { memoryBytes: options.memoryBytes }),
      signal: options.signal,
      stopOf(trial) {
        const { confirmations } = options;
        const cap = options.cap?.(trial, results) ?? 'none';
        if (cap === 'skip') skipped += 1;
        if (cap === 'skip') return 'skip';
        return cap === 'none' ? { confirmations } : { confirmations, cap };
      },
      onEvent(event) {
        if (event.kind === 'ended') {
          results.push(event.result);
        }
        const line = progress.note(event);
        if (line !== undefined) terminal.note(line);
      },
    });
  } finally {
    clearInterval(tick);
    terminal.status('');
  }
  const ran = results.length - reused;
  return { reused, ran, left: missing.length - ran - skipped, results };
}
