/** What is asked for and what the rules say, turned into trial plans. Pure. */
import { createHash } from 'node:crypto';
import type { Hyperparameters, Space } from '#spec';
import { loopRevision } from '../record/loop-revision.ts';
import type { EngineName } from '../record/machine.ts';
import type { Hashes, TrialPlan, Until } from '../record/plan.ts';
import { leastBudgetSeconds, rulesets, type Ruleset } from '../record/rulesets.ts';
import { hyperparametersOf } from './search.ts';
import { targetOf, variantOf } from './variant.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A submission that takes part, as it was described. */
export interface Entrant {
  readonly name: string;
  readonly ruleset: Ruleset;
  readonly space?: Space;
  readonly points?: readonly Hyperparameters[];
}

/** A workload or variant that is run. */
export interface Course {
  readonly id: string;
  readonly base: string;
  readonly workload: WorkloadFacts;
}

export interface DraftInput {
  readonly suite: string;
  /** Numbers that replace the ruleset's. */
  readonly studies?: number | undefined;
  readonly trials?: number | undefined;
  /** Every random stream derives from it. */
  readonly seed: string;
  readonly entrants: readonly Entrant[];
  readonly courses: readonly Course[];
}

/** A trial as the rules have it, before it is known on what it runs. */
export interface Draft extends Omit<TrialPlan, 'id' | 'until' | 'target'> {
  readonly target: NonNullable<TrialPlan['target']>;
  /** Reference steps that the trial may take the time of. */
  readonly budgetSteps: number;
}

/** A plan with the hashes that its result will carry. */
export interface PlannedTrial {
  readonly plan: TrialPlan;
  readonly hashes: Hashes;
}

function draftsOf(input: DraftInput, entrant: Entrant, course: Course): Draft[] {
  const { ruleset } = entrant;
  const rules = rulesets[ruleset];
  const studies = input.studies ?? rules.studies;
  const trials = ruleset === 'self-tuning' ? 1 : (input.trials ?? rules.trials);
  const { id, base, workload } = course;
  const { validation, test, stepHint } = targetOf(workload, variantOf(base, id));
  const drafts: Draft[] = [];
  for (let study = 1; study <= studies; study++) {
    for (let trial = 1; trial <= trials; trial++) {
      drafts.push({
        suite: input.suite,
        ruleset,
        submission: entrant.name,
        workload: id,
        base,
        study,
        trial,
        // Not the submission: all start from the same parameters and see the same order of data.
        seed: `${input.seed}/${id}/study-${study}/trial-${trial}`,
        hyperparameters: hyperparametersOf(entrant, { study, trial, trials }),
        metric: workload.metric,
        target: { validation, test },
        stepHint,
        budgetSteps: Math.ceil(stepHint * rules.budget),
      });
    }
  }
  return drafts;
}

/**
 * All trials, in an order that spreads each submission over the whole run: study by study, trial by trial, and within
 * these workload by workload, so that a slow drift of the machine meets all submissions alike.
 */
export const draftTrials = (input: DraftInput): Draft[] =>
  input.courses
    .flatMap((course) => input.entrants.flatMap((entrant) => draftsOf(input, entrant, course)))
    .map((draft, index) => ({ draft, index }))
    .sort(
      (a, b) => a.draft.study - b.draft.study || a.draft.trial - b.draft.trial || a.index - b.index,
    )
    .map(({ draft }) => draft);

/**
 * The first 16 hex digits of the SHA-256 of what decides a trial's course: the plan, the code and data, the engine, the
 * revision of the training loop. Neither the suite nor anything of the machine is among them: a step time that was measured
 * again, another machine or another report change no id.
 */
export function planId(plan: Omit<TrialPlan, 'id'>, hashes: Hashes, engine: EngineName): string {
  const { suite, until, ...decides } = plan;
  const end = until.kind === 'target' ? { kind: until.kind, steps: until.budget.steps } : until;
  return createHash('sha256')
    .update(JSON.stringify({ ...decides, until: end, hashes, engine, loopRevision }))
    .digest('hex')
    .slice(0, 16);
}

/** A draft's end by its target or its budget, `stepSeconds` being the reference step's time on this machine. */
export function withinBudget({ budgetSteps: steps }: Draft, stepSeconds: number): Until {
  const seconds = Math.max(steps * stepSeconds, leastBudgetSeconds);
  return { kind: 'target', budget: { steps, stepSeconds, seconds } };
}

/** The plan of a draft once it is known on what it runs and what ends it. */
export function completePlan(
  { budgetSteps, ...draft }: Draft,
  { hashes, engine, until }: { hashes: Hashes; engine: EngineName; until: Until },
): PlannedTrial {
  const plan = { ...draft, until };
  return { plan: { id: planId(plan, hashes, engine), ...plan }, hashes };
}
