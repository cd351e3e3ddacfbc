import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import { latticeLoss } from './ctc-lattice.ts';
import { fused } from './fused.ts';

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

/**
 * Connectionist temporal classification (Graves et al. 2006, ICML): minus the log probability of the labels,
 * summed over all alignments with the frames, -> [B]. Computed forward and backward in log space.
 * Labels too long for their frames give loss 0 and gradient 0.
 */
export function ctcLoss({ blank, ...inputs }: CtcInput): Tensor1D {
  const value = fused({
    name: 'TtrCtc',
    inputs,
    differentiable: ['logits'],
    attributes: { blank },
  });
  return (value as Tensor1D | undefined) ?? latticeLoss({ blank, ...inputs });
}
