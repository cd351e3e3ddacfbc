/** What the frames between referee and trainer hold: plain JSON, finite numbers only, but for handed-over parameters (hand-over.ts). */
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

/** The referee's word, after which the trainer goes on or ends. `seconds` were billed so far. */
export type Continue =
  /** After an evaluation, which came out so. */
  | { readonly go: true; readonly seconds: number; readonly validation: number }
  /** After `ready`, or because the time is not up. */
  | { readonly go: true; readonly seconds: number }
  | { readonly go: false };

/** Last message of the trainer. */
export interface End {
  /** The referee said so, the time was up (with a loss that was finite, or not), or submitted code failed. */
  readonly why: 'told' | 'spent' | 'diverged' | 'crashed';
  /** Text of the error, for `crashed`. */
  readonly reason?: string;
  readonly work: Work;
  readonly readsClock: boolean;
}
