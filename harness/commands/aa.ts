/** `ttr aa`: enters one submission twice, in counterbalanced order, and keeps the noise floor with the machine. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials } from '../run/queue.ts';
import { judgeAa, pairOrder, type AaPair, type AaReport } from '../score/aa.ts';
import { layOut } from './lay-out.ts';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

export interface AaRequest {
  readonly submission: string;
  readonly workload: string;
  readonly engine: EngineName | 'auto';
  readonly pairs: number;
  /** Evaluations a trial runs for: both of a pair do the same work. */
  readonly evaluations: number;
  readonly slots?: number | undefined;
}

const fileOf = (project: Project, fingerprint: string): string =>
  join(project.cache, 'noise-floor', `${fingerprint}.json`);

/** The noise floor kept for a machine, if `ttr aa` ran there. */
export async function keptNoiseFloor(
  project: Project,
  fingerprint: string,
): Promise<number | undefined> {
  const text = await readFile(fileOf(project, fingerprint), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as AaReport).noiseFloor;
}

/** Billed seconds of a trial's last evaluation. */
function secondsOf({ evaluations, outcome }: TrialResult): number {
  const last = evaluations.at(-1);
  if (last === undefined)
    throw new Error(`A trial of the A/A test was never evaluated: it ended ${outcome.status}.`);
  return last.seconds;
}

/**
 * Runs the pairs. With two slots or more, the two of a pair run side by side in the first two, and the position is the
 * slot; with one, they run one after the other, and the position is the turn.
 */
export async function aa(
  project: Project,
  request: AaRequest,
  signal: AbortSignal,
  terminal: Terminal,
): Promise<AaReport> {
  const { submission, workload, engine, slots } = request;
  const laidOut = await layOut(
    project,
    {
      suite: 'quick',
      submissions: [submission],
      workloads: [workload],
      studies: 1,
      trials: 1,
      engine,
      slots,
      seed: 'aa',
    },
    terminal,
  );
  const [planned] = laidOut.trials;
  const until = { kind: 'evaluations', count: request.evaluations, testAt: 'never' } as const;
  const trial = { ...planned!, plan: { ...planned!.plan, until } };
  const pairs: AaPair[] = [];
  for (const first of pairOrder(request.pairs)) {
    const seconds = { A: 0, B: 0 };
    const entries = { A: { ...trial }, B: { ...trial } };
    await runTrials({
      ...laidOut,
      executor: localExecutor(laidOut.slots.slice(0, 2)),
      trials: first === 'A' ? [entries.A, entries.B] : [entries.B, entries.A],
      command: 'ttr aa',
      signal,
      stopOf: () => ({ confirmations: 0 }),
      onEvent(event) {
        if (event.kind === 'ended')
          seconds[event.trial === entries.A ? 'A' : 'B'] = secondsOf(event.result);
      },
    });
    if (signal.aborted) throw new Error('The A/A test was interrupted; nothing was kept.');
    pairs.push({ workload, first, seconds });
    terminal.note(
      `pair ${pairs.length} of ${request.pairs}: ${first} first, A ${seconds.A.toFixed(2)} s, B ${seconds.B.toFixed(2)} s`,
    );
  }
  const report = judgeAa(pairs);
  const file = fileOf(project, laidOut.machine.fingerprint);
  await mkdir(join(project.cache, 'noise-floor'), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`);
  return report;
}

/** The report in words. */
export function aaText(report: AaReport): string {
  const { pairs, speedup, noiseFloor, verdict, position, positionBias } = report;
  const percent = (ratio: number): string => `${((ratio - 1) * 100).toFixed(1)} %`;
  return [
    `${pairs} pairs of the same submission: A over B ${speedup.toFixed(3)}; verdict: ${verdict}.`,
    `Noise floor: speed-ups below ${percent(noiseFloor)} are undecided on this machine.`,
    `Second position over first: ${position.ratio.toFixed(3)} (${position.low.toFixed(3)} to ${position.high.toFixed(3)}); position bias: ${positionBias}.`,
  ].join('\n');
}
