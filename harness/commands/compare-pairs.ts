/** Runs the pairs of a comparison and keeps each; a later call with the same question goes on from there. */
import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Hyperparameters } from '#spec';
import { completePlan, withinBudget } from '../plan/plan.ts';
import { draftOf, prepareOne, withPoint, withSubmission, type One } from '../prepare/one.ts';
import { findSuite } from '../prepare/folders.ts';
import { readyTrial } from '../prepare/ready.ts';
import { stepTimes } from '../prepare/step-times.ts';
import type { EngineName } from '../record/machine.ts';
import { loopRevision } from '../record/loop-revision.ts';
import { budgetOf } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import { localExecutor } from '../run/executors/local.ts';
import { runTrials, type ReadyTrial } from '../run/queue.ts';
import {
  begin,
  report,
  verdictOf,
  withPair,
  type Comparison,
  type ComparisonReport,
} from '../score/compare/comparison.ts';
import type { ComparedPair, PairTime } from '../score/compare/pair.ts';
import type { Session } from './command.ts';
import { reportTo } from './prepare-wording.ts';

/** What `ttr compare` is asked. */
export interface CompareOptions {
  readonly workloads?: readonly string[];
  readonly engine: EngineName | 'auto';
  readonly seed: string;
  /** Minutes of all cores together, kept pairs included. */
  readonly budget: number;
  readonly pairs: number;
  readonly margin?: number;
  readonly trial: number;
  readonly hpA?: Hyperparameters;
  readonly hpB?: Hyperparameters;
  readonly slots?: number;
  readonly json?: boolean;
}

type Names = readonly [a: string, b: string];

/** One workload, both submissions prepared on it. */
interface Course {
  readonly workload: string;
  readonly a: One;
  readonly b: One;
  readonly stepSeconds: number;
}

/** Prepares both submissions on each workload. */
async function coursesOf(
  session: Session,
  options: CompareOptions,
  [a, b]: Names,
): Promise<Course[]> {
  const { project } = session;
  const report = reportTo(session);
  const courses: Course[] = [];
  for (const workload of options.workloads ?? findSuite(project.root, 'quick').workloads) {
    const first = await prepareOne(project, { ...options, submission: a, workload }, report);
    const second = await withSubmission(project, first, b);
    const times = await stepTimes(project, first.host, [first.workload], { again: false, report });
    courses.push({
      workload,
      a: first,
      b: second,
      stepSeconds: times.get(first.workload.id)!.median,
    });
  }
  return courses;
}

/** Where this very question's pairs are kept: of these two bundles and points, on these workloads and this machine. */
function fileOf({ project }: Session, courses: readonly Course[], options: CompareOptions): string {
  const { trial, hpA, hpB, seed } = options;
  const asked = courses.map(({ workload, a, b }) => [workload, a.hashes, b.hashes]);
  const { machine, engine } = courses[0]!.a.host;
  const question = [asked, machine.fingerprint, engine, loopRevision, trial, hpA, hpB, seed];
  const key = createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 16);
  return join(project.cache, 'compare', `${key}.json`);
}

async function readKept(file: string): Promise<Comparison | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const damaged = `${file} is damaged: it holds no comparison. Delete it to begin anew.`;
  let kept: Partial<Record<keyof Comparison, unknown>> | null;
  try {
    kept = JSON.parse(text) as typeof kept;
  } catch (error) {
    throw new Error(damaged, { cause: error });
  }
  if (kept?.version !== 1 || !Array.isArray(kept.pairs)) throw new Error(damaged);
  return kept as Comparison;
}

/** A submission's trial of this pair; both of a pair have the same seed, and each pair its own. */
function trialOf(
  one: One,
  { stepSeconds }: Course,
  { trial, seed }: CompareOptions,
  pair: number,
  point: CompareOptions['hpA'],
): ReadyTrial {
  const draft = withPoint(draftOf(one, { study: 1, trial, seed }), point ?? {});
  const seeded = { ...draft, seed: `${seed}/${one.workload.id}/compare-${pair}` };
  const until = withinBudget(seeded, stepSeconds);
  const planned = completePlan(seeded, { hashes: one.hashes, engine: one.host.engine, until });
  return readyTrial(planned, one.submission, one.workload);
}

/** How a trial counts; one that crashed or was killed is no answer to the question. */
function timeOf({ outcome, plan }: TrialResult): PairTime {
  if (outcome.status === 'reached') return { kind: 'reached', seconds: outcome.seconds };
  if (outcome.status !== 'crashed' && outcome.status !== 'killed') return { kind: 'missed' };
  const why =
    outcome.status === 'crashed' ? outcome.reason.split('\n')[0]! : `killed by ${outcome.by}`;
  throw new Error(
    `${plan.submission} on ${plan.workload} did not end: ${why}. Pairs before it are kept; npx ttr check ${plan.submission} may say more.`,
  );
}

const wallOf = ({ origin, outcome }: TrialResult): number =>
  origin.kind === 'measured' ? origin.ledger.wall : outcome.seconds;

/**
 * Runs one pair; undefined when interrupted. With two slots the two run side by side and change places from pair to pair; with
 * one they change turns.
 */
async function runPair(
  { signal }: Session,
  course: Course,
  options: CompareOptions,
  number: number,
): Promise<ComparedPair | undefined> {
  const { host } = course.a;
  const a = trialOf(course.a, course, options, number, options.hpA);
  const b = trialOf(course.b, course, options, number, options.hpB);
  const results = new Map<ReadyTrial, TrialResult>();
  const isFirst = number % 4 === 0 || number % 4 === 3;
  await runTrials({
    ...host,
    executor: localExecutor(host.slots.slice(0, 2)),
    trials: isFirst ? [a, b] : [b, a],
    command: 'ttr compare',
    signal,
    stopOf: () => ({ confirmations: 0 }),
    onEvent(event) {
      if (event.kind === 'ended') results.set(event.trial, event.result);
    },
  });
  const [ofA, ofB] = [results.get(a), results.get(b)];
  if (ofA === undefined || ofB === undefined) return undefined;
  const budgets = [a, b].map(({ plan }) => budgetOf(plan)!.seconds);
  return {
    workload: course.workload,
    a: timeOf(ofA),
    b: timeOf(ofB),
    allowedSeconds: Math.min(...budgets),
    coreSeconds: wallOf(ofA) + wallOf(ofB),
  };
}

const timeText = (time: PairTime): string =>
  time.kind === 'reached' ? `${time.seconds.toFixed(2)} s` : 'missed';

/** Runs pairs until it is decided, or budget, count or patience are at their end. */
export async function comparePairs(
  session: Session,
  options: CompareOptions,
  names: Names,
): Promise<ComparisonReport> {
  const { terminal, signal } = session;
  const courses = await coursesOf(session, options, names);
  const file = fileOf(session, courses, options);
  const kept = await readKept(file);
  const { margin } = options;
  let comparison = { ...begin(...names, margin), pairs: kept?.pairs ?? [] };
  if (comparison.pairs.length > 0)
    terminal.note(`${comparison.pairs.length} pairs are kept from before.`);
  const spent = (): number => comparison.pairs.reduce((sum, one) => sum + one.coreSeconds, 0) / 60;
  while (
    verdictOf(comparison).kind === 'undecided' &&
    comparison.pairs.length < options.pairs &&
    spent() < options.budget
  ) {
    const number = comparison.pairs.length;
    const course = courses[number % courses.length]!;
    const pair = await runPair(session, course, options, number);
    if (pair === undefined || signal.aborted) break;
    comparison = withPair(comparison, pair);
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, JSON.stringify(comparison));
    terminal.note(
      `pair ${number + 1}, ${pair.workload}: ${names[0]} ${timeText(pair.a)}, ${names[1]} ${timeText(pair.b)}; ${spent().toFixed(1)} of ${options.budget} core minutes`,
    );
  }
  return report(comparison);
}
