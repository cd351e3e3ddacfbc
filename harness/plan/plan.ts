/** Request and rules to trial plans. Pure. */
import { createHash } from 'node:crypto';
import type { Submission } from '#spec';
import type { EngineName } from '../record/machine.ts';
import { budgetOf, type Budget, type Hashes, type TrialPlan } from '../record/plan.ts';
import { type Ruleset, leastBudgetSeconds, rulesets } from '../record/rulesets.ts';
import type { FoundWorkload } from '../prepare/folders.ts';
import { hyperparametersOf, isTuned } from './search.ts';
import { targetOf, variantOf } from './variant.ts';

/** A submission that takes part. */
export interface Entrant {
  readonly name: string;
  readonly submission: Submission;
  readonly hash: string;
}

/** A workload that is run. */
export interface Course extends FoundWorkload {
  readonly hash: string;
  readonly dataHash: string;
  /** Measured seconds of a reference step on this machine and engine. */
  readonly stepSeconds: number;
}

export interface PlanInput {
  readonly suite: string;
  /** Numbers that replace the ruleset's. */
  readonly studies?: number | undefined;
  readonly trials?: number | undefined;
  /** Every random stream derives from it. */
  readonly seed: string;
  readonly entrants: readonly Entrant[];
  readonly courses: readonly Course[];
  readonly engine: EngineName;
  readonly fingerprint: string;
  readonly harnessHash: string;
  readonly lockfileHash: string;
}

/** A plan with the hashes that its result will carry. */
export interface PlannedTrial {
  readonly plan: TrialPlan;
  readonly hashes: Hashes;
}

export const rulesetOf = (submission: Submission): Ruleset =>
  isTuned(submission) ? 'external' : 'self-tuning';

/** The first 16 hex digits of the SHA-256 of what decides a trial. */
export function planId(plan: Omit<TrialPlan, 'id'>, rest: object): string {
  return createHash('sha256')
    .update(JSON.stringify({ ...plan, suite: undefined, ...rest }))
    .digest('hex')
    .slice(0, 16);
}

function trialsOf(input: PlanInput, entrant: Entrant, course: Course): PlannedTrial[] {
  const ruleset = rulesetOf(entrant.submission);
  const rules = rulesets[ruleset];
  const studies = input.studies ?? rules.studies;
  const trials = ruleset === 'self-tuning' ? 1 : (input.trials ?? rules.trials);
  const { validation, test, stepHint } = targetOf(
    course.workload,
    variantOf(course.base, course.id),
  );
  const steps = Math.ceil(stepHint * rules.budget);
  const hashes: Hashes = {
    submission: entrant.hash,
    workload: course.hash,
    data: course.dataHash,
    harness: input.harnessHash,
    lockfile: input.lockfileHash,
  };
  const planned: PlannedTrial[] = [];
  for (let study = 1; study <= studies; study++) {
    for (let trial = 1; trial <= trials; trial++) {
      const plan: Omit<TrialPlan, 'id'> = {
        suite: input.suite,
        ruleset,
        submission: entrant.name,
        workload: course.id,
        base: course.base,
        study,
        trial,
        // Not the submission: all start from the same parameters and see the same order of data.
        seed: `${input.seed}/${course.id}/study-${study}/trial-${trial}`,
        hyperparameters: hyperparametersOf(entrant.submission, { study, trial, trials }),
        metric: course.workload.metric,
        target: { validation, test },
        stepHint,
        until: {
          kind: 'target',
          budget: {
            steps,
            stepSeconds: course.stepSeconds,
            seconds: Math.max(steps * course.stepSeconds, leastBudgetSeconds),
          },
        },
      };
      const { engine, fingerprint } = input;
      planned.push({
        plan: { id: planId(plan, { engine, fingerprint, hashes }), ...plan },
        hashes,
      });
    }
  }
  return planned;
}

/**
 * All trials, in an order that spreads each submission over the whole run: study by study, trial by trial, and within
 * these workload by workload, so that a slow drift of the machine meets all submissions alike.
 */
export function planTrials(input: PlanInput): PlannedTrial[] {
  const all = input.courses.flatMap((course) =>
    input.entrants.flatMap((entrant) => trialsOf(input, entrant, course)),
  );
  return all
    .map((planned, index) => ({ planned, index }))
    .sort(
      (a, b) =>
        a.planned.plan.study - b.planned.plan.study ||
        a.planned.plan.trial - b.planned.plan.trial ||
        a.index - b.index,
    )
    .map(({ planned }) => planned);
}

/** Longest time the trials may take, seconds a slot: their budgets, with evaluation at a fifth of the time. */
export function forecastSeconds(
  plans: readonly TrialPlan[],
  slots: number,
): { readonly atMost: number; readonly expected: number } {
  const overhead = 3;
  const share = 1.25;
  const sum = (per: (plan: TrialPlan, budget: Budget | undefined) => number): number =>
    plans.reduce((total, plan) => total + per(plan, budgetOf(plan)) * share + overhead, 0) / slots;
  return {
    atMost: sum((_plan, budget) => budget?.seconds ?? 0),
    expected: sum(({ stepHint }, budget) => stepHint * (budget?.stepSeconds ?? 0)),
  };
}
