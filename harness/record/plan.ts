/** What was decided about one trial before it started. */
import type { Goal, Hyperparameters } from '#spec';
import type { Ruleset } from './rulesets.ts';

/** SHA-256 (hex) of what decided the trial. */
export interface Hashes {
  readonly submission: string;
  readonly workload: string;
  readonly data: string;
  readonly harness: string;
  readonly lockfile: string;
}

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
  readonly target: { readonly validation: number; readonly test: number };
  readonly stepHint: number;
  /** `seconds` = reference steps x reference step time on this machine and engine. */
  readonly budget: {
    readonly steps: number;
    readonly stepSeconds: number;
    readonly seconds: number;
  };
}
