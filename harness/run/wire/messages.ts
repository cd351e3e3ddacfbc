/** What the frames between referee and trainer hold. Plain JSON, finite numbers only. */
import type { EngineName } from '../../record/machine.ts';
import type { TrialPlan } from '../../record/plan.ts';
import type { Work } from '../../record/result.ts';

/** First message to the trainer: everything it needs to know. */
export interface Start {
  readonly plan: TrialPlan;
  readonly engine: EngineName;
  readonly threads: number;
  /** The bundled submission. */
  readonly submissionFile: string;
  readonly trainFile: string;
}

/** Sent with `pause`, before `params`: the state of the work when an evaluation is due. */
export interface Pause {
  readonly step: number;
  readonly work: Work;
  /** Mean loss of the steps since the last evaluation; absent when there were none, or when it is not finite. */
  readonly trainingLoss?: number;
  /** True when that loss was NaN or infinite. */
  readonly diverged: boolean;
}

/** Sent with `continue`: how the evaluation came out, and whether to go on. */
export type Continue = { readonly go: true; readonly validation: number } | { readonly go: false };

/** Last message of the trainer. */
export interface End {
  /** The referee said so, the time was up (with a loss that was finite, or not), or submitted code failed. */
  readonly why: 'told' | 'spent' | 'diverged' | 'crashed';
  /** Text of the error, for `crashed`. */
  readonly reason?: string;
  readonly work: Work;
  readonly readsClock: boolean;
}
