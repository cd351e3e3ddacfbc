import type { Tensor } from '@tensorflow/tfjs';
import { normalize } from './normalize.ts';

/** Layer normalization (Ba et al. 2016, arXiv 1607.06450) of the last axis: x [..., C], scale [C], bias [C]. */
export const layerNorm = <T extends Tensor>(x: T, scale: Tensor, bias: Tensor, epsilon = 1e-5): T =>
  normalize({ name: 'TtrLayerNorm', x, axes: [x.rank - 1], scale, bias, epsilon });
