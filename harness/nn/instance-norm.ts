import type { Tensor } from '@tensorflow/tfjs';
import { normalize } from './normalize.ts';

/** Instance normalization (Ulyanov et al. 2016, arXiv 1607.08022): x [N, H, W, C] over H and W; scale [C], bias [C]. */
export const instanceNorm = <T extends Tensor>(
  x: T,
  scale: Tensor,
  bias: Tensor,
  epsilon = 1e-5,
): T => normalize({ name: 'TtrInstanceNorm', x, axes: [1, 2], scale, bias, epsilon });
