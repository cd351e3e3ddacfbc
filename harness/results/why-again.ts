/** Why trials run again although their cell (submission, workload, study, trial) has results: one line for each reason. */
import { rollups } from 'd3-array';
import { loopRevision } from '../record/loop-revision.ts';
import type { EngineName } from '../record/machine.ts';
import type { Hashes, TrialPlan } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';

/** A trial that is about to run, and a result of its cell that has another plan. */
export interface Again {
  readonly plan: TrialPlan;
  readonly hashes: Hashes;
  readonly engine: EngineName;
  readonly older: TrialResult;
}

type Reason = readonly [differs: (again: Again, origin: Measured) => boolean, words: string];
type Measured = Extract<TrialResult['origin'], { kind: 'measured' }>;

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** What decides a plan's id, the likeliest first. */
const reasons: readonly Reason[] = [
  [({ engine }, origin) => engine !== origin.engine, 'another engine'],
  [({ hashes }, origin) => hashes.submission !== origin.hashes.submission, 'submission.ts changed'],
  [
    ({ hashes }, origin) => hashes.workload !== origin.hashes.workload,
    'the workload’s model, data or options changed',
  ],
  [({ hashes }, origin) => hashes.data !== origin.hashes.data, 'the data changed'],
  [({ hashes }, origin) => hashes.engine !== origin.hashes.engine, 'the engine changed'],
  [(_again, origin) => loopRevision !== origin.loopRevision, 'the training loop changed'],
  [({ plan, older }) => plan.seed !== older.plan.seed, 'another --seed'],
  [
    ({ plan, older }) => differ(plan.hyperparameters, older.plan.hyperparameters),
    'other hyperparameters',
  ],
  [
    ({ plan, older }) =>
      differ([plan.target, plan.stepHint], [older.plan.target, older.plan.stepHint]),
    'the target changed',
  ],
];

const reasonOf = (again: Again): string => {
  const { origin } = again.older;
  if (origin.kind !== 'measured') return 'they were imported';
  return reasons.find(([differs]) => differs(again, origin))?.[1] ?? 'they end in another way';
};

/** E.g. "12 results are of an older `muon`: submission.ts changed." */
export const whyAgain = (all: readonly Again[]): string[] =>
  rollups(
    all,
    (same) => same.length,
    ({ plan }) => plan.submission,
    reasonOf,
  ).flatMap(([submission, byReason]) =>
    byReason.map(
      ([reason, count]) =>
        `${count} ${count === 1 ? 'result is' : 'results are'} of an older \`${submission}\`: ${reason}.`,
    ),
  );
