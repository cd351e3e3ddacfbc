/** What the executor asks of a referee, and what it hears back. */
import type { TrialPlan } from '../../record/plan.ts';
import type { Evaluation, Origin, TrialResult } from '../../record/result.ts';
import type { SplitName } from '#spec';

type Measured = Extract<Origin, { kind: 'measured' }>;

/** A trial ends at an evaluation that is short of the target once it has both been billed and been judged so much. */
export interface Cap {
  readonly seconds: number;
  readonly evaluations: number;
  readonly reason: string;
}

/** What earlier results and the user's wishes add to a plan that ends at its target; no part of the plan. */
export interface Stop {
  /** Evaluations after the first that reached the target, to confirm it. */
  readonly confirmations: number;
  /** When to end as censored; absent where nothing is known that would allow it. */
  readonly cap?: Cap;
}

/** One trial to be run, with everything already decided. */
export interface Job {
  readonly plan: TrialPlan;
  /** Facts the executor knows before the trial and that go into the result as they are. */
  readonly origin: Pick<
    Measured,
    'engine' | 'machine' | 'about' | 'hashes' | 'loopRevision' | 'slot' | 'command'
  >;
  /** CPU the trial is pinned to, and how many trials run at once. */
  readonly cpu: number;
  readonly slots: number;
  readonly threads: number;
  /** The trainer's command line, sandbox and pinning included, and its environment. */
  readonly trainer: {
    readonly file: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
  readonly submissionFile: string;
  readonly splits: Readonly<Record<SplitName, string>>;
  /** Resident bytes beyond which the trainer is killed. */
  readonly memoryBytes: number;
  readonly stop: Stop;
}

/** What a referee tells while a trial runs, and at its end. */
export type RefereeEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'evaluated'; readonly evaluation: Evaluation }
  | { readonly kind: 'ended'; readonly result: TrialResult }
  /** The referee itself failed: a bug of the harness or of the workload. */
  | { readonly kind: 'failed'; readonly reason: string };
