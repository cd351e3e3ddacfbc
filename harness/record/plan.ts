/** What was decided about one trial before it started. */
import type { Goal, Hyperparameters } from '#spec';
import type { Ruleset } from './rulesets.ts';

/** SHA-256 (hex) of what decides a trial's course beside its plan. */
export interface Hashes {
  readonly submission: string;
  /** Model, data and options; not its targets. */
  readonly workload: string;
  readonly data: string;
  /** Code that opens the engine, its kernels, and what decides its bits beside them. */
  readonly engine: string;
}

/** How long a trial may train: reference steps x the reference step's time on this machine and engine. */
export interface Budget {
  readonly steps: number;
  readonly stepSeconds: number;
  readonly seconds: number;
}

/** What ends a trial. */
export type Until =
  /** The validation target, or the budget. */
  | { readonly kind: 'target'; readonly budget: Budget }
  /**
   * So many evaluations, whatever the clock and the target say: where targets are set, and where trials are repeated. The
   * test split is judged where the target is first reached, at each evaluation that is the best so far, or never.
   */
  | {
      readonly kind: 'evaluations';
      readonly count: number;
      readonly testAt: 'target' | 'bests' | 'never';
    };

/** Everything that decides a trial, known before it starts. */
export interface TrialPlan {
  /** First 16 hex digits of the SHA-256 of all other fields but `suite`. */
  readonly id: string;
  readonly suite: string;
  readonly ruleset: Ruleset;
  readonly submission: string;
  /** Workload with its variant, e.g. `image_resnet_gelu`; `base` is the workload without it. */
  readonly workload: string;
  readonly base: string;
  /** Counted from 1. */
  readonly study: number;
  readonly trial: number;
  readonly seed: string;
  readonly hyperparameters: Hyperparameters;
  readonly metric: { readonly name: string; readonly goal: Goal };
  /** What counts as reached, and what the submission is told; absent where targets are being set. */
  readonly target?: { readonly validation: number; readonly test: number };
  readonly stepHint: number;
  readonly until: Until;
}

/** Seconds within which a target counts as reached; Infinity in a trial without a budget. */
export const limitOf = (plan: Pick<TrialPlan, 'until'>): number =>
  budgetOf(plan)?.seconds ?? Infinity;

/** The budget of a trial that has one. */
export const budgetOf = ({ until }: Pick<TrialPlan, 'until'>): Budget | undefined =>
  until.kind === 'target' ? until.budget : undefined;
