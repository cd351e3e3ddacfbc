/** Adopts results that were measured on other machines: replays their beginnings here, then keeps them at this machine's price. */
import type { Host, HostRequest } from '../prepare/host.ts';
import type { PreparedWorkload } from '../prepare/workloads.ts';
import type { Adoption, TrialResult } from '../record/result.ts';
import type { Kept } from '../results/kept.ts';
import type { ReadyTrial } from '../run/queue.ts';
import { adopted } from '../score/adopt/adopted.ts';
import { kindsOf, type Kind } from '../score/adopt/kinds.ts';
import { isClose, priceRatio } from '../score/adopt/price-ratio.ts';
import { proofOf } from '../score/adopt/proof.ts';
import { candidatesOf, type Candidate, type Wanted } from './adopt-candidates.ts';
import type { Session } from './command.ts';
import { reportTo } from './prepare-wording.ts';
import { Progress, whileShown } from './progress.ts';
import { trialWording } from './trial-wording.ts';

/** What is to be adopted, and how well. */
export interface AdoptRequest extends HostRequest, Wanted {
  readonly folders: readonly string[];
  /** Evaluations that a replay runs for, or as many as the trial had. */
  readonly evaluations: number | 'all';
}

/** What became of one kind: trials of a submission on a workload whose steps cost the same. */
export interface AdoptedKind {
  readonly submission: string;
  readonly workload: string;
  readonly trials: number;
  readonly outcome:
    | ({ readonly kind: 'adopted' } & Omit<Adoption, 'from'>)
    | { readonly kind: 'refused'; readonly reason: string };
}

export interface AdoptReport {
  readonly kinds: readonly AdoptedKind[];
  /** Results at this machine's price, those of earlier calls among them. */
  readonly kept: readonly Kept[];
}

/** More replays narrow no interval enough to wait for them. */
const mostReplays = 4;

/** A kind on its way. */
interface Open {
  readonly kind: Kind;
  readonly trial: ReadyTrial;
  readonly workload: PreparedWorkload;
  readonly count: number;
  readonly replays: TrialResult[];
  proved: number;
  refused: string | undefined;
}

const outcomeOf = ({ replayed, trials }: Kind, outcome: AdoptedKind['outcome']): AdoptedKind => ({
  submission: replayed.plan.submission,
  workload: replayed.plan.workload,
  trials: trials.length,
  outcome,
});

/** Adopts what it can, and says what became of each kind. */
export async function adoptResults(
  session: Session,
  { folders, evaluations, ...request }: AdoptRequest,
): Promise<AdoptReport> {
  const { terminal } = session;
  const { findHost } = await import('../prepare/host.ts');
  const { loadResults } = await import('../results/store.ts');
  const host = await findHost(request);
  const { kept: read, problems } = await loadResults(folders);
  for (const { path, reason } of problems) terminal.note(`${path} ${reason}`);
  const { candidates, notes } = candidatesOf(read, host.machine, request);
  for (const note of notes) terminal.note(note);
  const { kept, missing } = await split(session, candidates, host);
  if (kept.length > 0) terminal.note(`${kept.length} results are adopted already.`);
  const kinds = kindsOf(missing.map(({ result }) => result));
  const open: Open[] = [];
  const done: AdoptedKind[] = [];
  for (const kind of kinds) {
    const { path } = missing.find(({ result }) => result === kind.replayed)!;
    try {
      open.push(await opened(session, host, { kind, path, evaluations }));
    } catch (error) {
      done.push(outcomeOf(kind, { kind: 'refused', reason: (error as Error).message }));
    }
  }
  await replayUntilClose(session, host, open);
  if (session.signal.aborted) return { kinds: done, kept };
  const own: Kept[] = [...kept];
  for (const one of open) done.push(await keepKind(session, host, one, own));
  return { kinds: done, kept: own };
}

/** Candidates that this machine's results hold already, and the others. */
async function split(
  { project }: Session,
  candidates: readonly Candidate[],
  { machine }: Host,
): Promise<{ readonly kept: readonly Kept[]; readonly missing: readonly Candidate[] }> {
  const { findResult } = await import('../results/store.ts');
  const kept: Kept[] = [];
  const missing: Candidate[] = [];
  for (const candidate of candidates) {
    const found = await findResult(
      project.results,
      candidate.result.plan,
      ({ origin }) =>
        origin.kind === 'adopted' && origin.machine.fingerprint === machine.fingerprint,
    );
    if (found === undefined) missing.push(candidate);
    else kept.push(found);
  }
  return { kept, missing };
}

/** Prepares the replay of a kind by the code that was kept with it. Throws where something of it is not there, or another. */
async function opened(
  session: Session,
  host: Host,
  of: { readonly kind: Kind; readonly path: string; readonly evaluations: number | 'all' },
): Promise<Open> {
  const { kind, path, evaluations } = of;
  const { readOne, codeOf } = await import('../results/one.ts');
  const { prepareOne } = await import('../prepare/one.ts');
  const { readyTrial } = await import('../prepare/ready.ts');
  const { plan, origin, evaluations: recorded } = kind.replayed;
  const code = await codeOf(await readOne(path), session.project.results);
  if (code.kind !== 'found')
    throw new Error(`the code of ${path} is not there as it was: ${code.reason}`);
  const request = { submission: plan.submission, workload: plan.workload, engine: host.engine };
  const one = await prepareOne(session.project, { ...request, code: code.text }, reportTo(session));
  for (const name of ['workload', 'data', 'engine'] as const)
    if (one.hashes[name] !== origin.hashes[name])
      throw new Error(
        `the ${name} is another here: its hash was ${origin.hashes[name].slice(0, 12)}`,
      );
  const count = Math.min(recorded.length, evaluations === 'all' ? Infinity : evaluations);
  const until = { kind: 'evaluations', count, testAt: 'never' } as const;
  const planned = { plan: { ...plan, until }, hashes: one.hashes };
  const trial = readyTrial(planned, one.submission, one.workload);
  return { kind, trial, workload: one.workload, count, replays: [], proved: 0, refused: undefined };
}

/** Is another replay due? */
function isOpen({ kind, count, replays, refused }: Open): boolean {
  if (refused !== undefined || replays.length >= mostReplays) return false;
  if (replays.length * count < 2) return true;
  const evaluations = replays.map((replay) => replay.evaluations);
  return !isClose(priceRatio(kind.replayed.evaluations, evaluations));
}

/** Replays all kinds, in rounds, until each has a price that is close enough, differs, or was replayed often enough. */
async function replayUntilClose(session: Session, host: Host, all: readonly Open[]): Promise<void> {
  const { terminal, signal, command } = session;
  const { runTrials } = await import('../run/queue.ts');
  const { localExecutor } = await import('../run/executors/local.ts');
  const executor = localExecutor(host.slots);
  for (let due = all.filter(isOpen); due.length > 0 && !signal.aborted; due = all.filter(isOpen)) {
    const byTrial = new Map(due.map((one) => [one.trial, one]));
    const progress = new Progress(executor.slots, trialWording);
    progress.expect('replays', due.length, undefined);
    const input = { ...host, executor, trials: [...byTrial.keys()], command, signal };
    await whileShown(terminal, progress, () =>
      runTrials({
        ...input,
        stopOf: () => ({ confirmations: 0 }),
        onEvent(event) {
          progress.note(event);
          if (event.kind === 'ended') heard(byTrial.get(event.trial)!, event.result, host);
        },
      }),
    );
  }
}

/** Takes a replay in. */
function heard(one: Open, result: TrialResult, { engine }: Host): void {
  const proof = proofOf(engine, one.kind.replayed.evaluations, result, one.count);
  if (proof.kind === 'differs') one.refused = `the replay differs at ${proof.where}`;
  else {
    one.replays.push(result);
    one.proved = proof.proved;
  }
}

/** Keeps the results of a kind at this machine's price, and adds them to `kept`. */
async function keepKind(
  session: Session,
  host: Host,
  { kind, trial: replay, workload, replays, proved, refused }: Open,
  kept: Kept[],
): Promise<AdoptedKind> {
  if (refused !== undefined) return outcomeOf(kind, { kind: 'refused', reason: refused });
  const { project, command } = session;
  const [{ stepTimes }, { saveResult }, { keepCode }] = await Promise.all([
    import('../prepare/step-times.ts'),
    import('../results/store.ts'),
    import('../results/code.ts'),
  ]);
  const evaluations = replays.map((one) => one.evaluations);
  const price = priceRatio(kind.replayed.evaluations, evaluations);
  const report = reportTo(session);
  const times = await stepTimes(project, host, [workload], { again: false, report });
  const stepSeconds = times.get(workload.id)!.median;
  const pricing = { price, machine: host.machine, stepSeconds, command };
  await keepCode(project.results, replay.submissionFile, replay.hashes.submission);
  for (const trial of kind.trials) {
    // The bits of the others were not seen: they have their price by a trial like them.
    const own = { ...pricing, proved: trial === kind.replayed ? proved : 0 };
    kept.push(await saveResult(project.results, adopted(trial, own)));
  }
  return outcomeOf(kind, { kind: 'adopted', ...price, proved });
}
