import type { Tensor1D } from '@tensorflow/tfjs';
import type { CtcInput } from './ctc-input.ts';
import { latticeLoss } from './ctc-lattice.ts';
import { fused } from './fused.ts';

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
