/** `ttr aa`: enters one submission twice, in counterbalanced order, and keeps the noise floor with the machine. */
import { Option } from 'commander';
import type { Host } from '../prepare/host.ts';
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import type { ReadyTrial } from '../run/queue.ts';
import type { AaPair, AaReport } from '../score/aa.ts';
import type { Session, TtrCommand } from './command.ts';
import { engineOption, jsonOption, most, slotsOption, valued, whole } from './options.ts';
import { reportTo } from './prepare-wording.ts';
import { show } from './show.ts';

interface AaOptions {
  readonly workload: string;
  readonly engine: EngineName | 'auto';
  readonly pairs: number;
  /** Evaluations a trial runs for: both of a pair do the same work. */
  readonly evaluations: number;
  readonly slots?: number;
  readonly json?: boolean;
}

export const aa: TtrCommand<AaOptions, [string]> = {
  usage: 'aa <submission>',
  about: 'enter one submission twice in counterbalanced order; keeps the machine’s noise floor',
  options: [
    new Option('--workload <name>', 'workload to run it on').makeOptionMandatory(),
    engineOption(),
    valued('--pairs <count>', 'pairs of trials', whole(4, most.pairs), 8),
    valued('--evaluations <count>', 'evaluations a trial runs for', whole(1, most.evaluations), 2),
    slotsOption('trials at once'),
    jsonOption(),
  ],
  examples: ['aa my_method --workload my_workload --pairs 8'],
  async act(session, options, submission) {
    const report = await measure(session, submission, options);
    show(session, options.json, report, () => aaText(report));
  },
};

/** Runs the pairs and keeps what they say. */
async function measure(
  session: Session,
  submission: string,
  options: AaOptions,
): Promise<AaReport> {
  const { project, terminal } = session;
  const { workload } = options;
  const { prepareOne, draftOf } = await import('../prepare/one.ts');
  const { readyTrial } = await import('../prepare/ready.ts');
  const { completePlan } = await import('../plan/plan.ts');
  const { judgeAa, pairOrder } = await import('../score/aa.ts');
  const { keepNoiseFloor } = await import('../machine/noise-floor.ts');
  const one = await prepareOne(project, { ...options, submission }, reportTo(session));
  const { host, hashes } = one;
  const until = { kind: 'evaluations', count: options.evaluations, testAt: 'never' } as const;
  const draft = draftOf(one, { study: 1, trial: 1, seed: 'aa' });
  const planned = completePlan(draft, { hashes, engine: host.engine, until });
  const trial = readyTrial(planned, one.submission, one.workload);
  const pairs: AaPair[] = [];
  for (const first of pairOrder(options.pairs)) {
    const seconds = await runPair(session, host, trial, first);
    pairs.push({ workload, first, seconds });
    terminal.note(
      `pair ${pairs.length} of ${options.pairs}: ${first} first, A ${seconds.A.toFixed(2)} s, B ${seconds.B.toFixed(2)} s`,
    );
  }
  const report = judgeAa(pairs);
  await keepNoiseFloor(project.cache, host.machine.fingerprint, report);
  return report;
}

/**
 * Runs one pair: billed seconds of both. With two slots or more, the two run side by side in the first two, and the
 * position is the slot; with one, they run one after the other, and the position is the turn.
 */
async function runPair(
  { signal }: Session,
  host: Host,
  trial: ReadyTrial,
  first: AaPair['first'],
): Promise<AaPair['seconds']> {
  const [{ runTrials }, { localExecutor }] = await Promise.all([
    import('../run/queue.ts'),
    import('../run/executors/local.ts'),
  ]);
  const seconds = { A: 0, B: 0 };
  const entries = { A: { ...trial }, B: { ...trial } };
  await runTrials({
    ...host,
    executor: localExecutor(host.slots.slice(0, 2)),
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
  return seconds;
}

/** Billed seconds of a trial's last evaluation. */
function secondsOf({ evaluations, outcome }: TrialResult): number {
  const last = evaluations.at(-1);
  if (last === undefined)
    throw new Error(`A trial of the A/A test was never evaluated: it ended ${outcome.status}.`);
  return last.seconds;
}

/** The report in words. */
function aaText(report: AaReport): string {
  const { pairs, speedup, noiseFloor, verdict, position, positionBias } = report;
  const percent = (ratio: number): string => `${((ratio - 1) * 100).toFixed(1)} %`;
  return [
    `${pairs} pairs of the same submission: A over B ${speedup.toFixed(3)}; verdict: ${verdict}.`,
    `Noise floor: speed-ups below ${percent(noiseFloor)} are undecided on this machine.`,
    `Second position over first: ${position.ratio.toFixed(3)} (${position.low.toFixed(3)} to ${position.high.toFixed(3)}); position bias: ${positionBias}.`,
  ].join('\n');
}
