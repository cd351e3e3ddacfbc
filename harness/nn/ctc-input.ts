import type { Tensor } from '@tensorflow/tfjs';

/** Scores and labels of a batch, as connectionist temporal classification takes them. */
export interface CtcInput {
  /** Unnormalized scores of each frame, [B, T, V]. */
  readonly logits: Tensor;
  /** Frames that count, int32 [B]. */
  readonly logitLengths: Tensor;
  /** Classes in order, never `blank` within their length, int32 [B, U]. */
  readonly labels: Tensor;
  /** Labels that count, int32 [B]. */
  readonly labelLengths: Tensor;
  /** The class that says nothing. */
  readonly blank: number;
}
