/** What a referee is asked: a JSON file, written by whoever starts it. */
import type { SplitName } from '#spec';
import type { Slot } from '../../record/machine.ts';
import type { TrialPlan } from '../../record/plan.ts';
import type { Ran } from '../../record/result.ts';

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

/** One trial to be run, wherever that is. All paths are absolute. */
export interface Job {
  readonly plan: TrialPlan;
  /** What goes into the result as it is; the rest of its origin is read where it runs. */
  readonly origin: Omit<Ran, 'machine' | 'slot' | 'startedAt'>;
  /** Fingerprint of the machine that the plan was made for. */
  readonly fingerprint: string;
  readonly programs: { readonly trainer: string; readonly referee: string };
  readonly submissionFile: string;
  readonly splits: Readonly<Record<SplitName, string>>;
  readonly stop: Stop;
  /** Resident bytes beyond which the trainer is killed; a trial's share of the machine's when left out. */
  readonly memoryBytes?: number;
  /** Folder of results, below which the referee keeps its own. */
  readonly results: string;
}

/** Where a job runs: one of several slots of this machine, or the CPUs that the process was given. */
export type Place =
  { readonly kind: 'slot'; readonly slot: Slot; readonly slots: number } | { readonly kind: 'own' };

/** A job and its place: what stands in the file. */
export interface PlacedJob extends Job {
  readonly place: Place;
  /** True where the end of standard input means that whoever started the referee is gone. */
  readonly attended: boolean;
}
