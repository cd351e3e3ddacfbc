/** Grafting: the direction of one rule with the size of another. Agarwal et al. 2020, https://arxiv.org/abs/2002.11803 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { frobenius } from './inverse-root.ts';
import { map } from './params.ts';

/** Each direction times ||size|| / (||direction|| + 1e-16). A direction of zero stays zero. */
const withNorm = (norm: (x: Tensor) => Tensor, directions: Params, sizes: Params): Params =>
  map((d, s) => d.mul(norm(s).div(norm(d).add(1e-16))), directions, sizes);

/** Grafting tensor by tensor. */
export const graftTensors = (directions: Params, sizes: Params): Params =>
  withNorm((x) => x.square().sum().sqrt(), directions, sizes);

/** Grafting matrix by matrix of batches [k, r, c]. */
export const graftMatrices = (directions: Params, sizes: Params): Params =>
  withNorm(frobenius, directions, sizes);
