/** Bounds on gradients. */
import * as tf from '@tensorflow/tfjs';
import { globalNorm, map, scale } from './params.ts';
import { stateless, type Transform } from './transform.ts';

/**
 * Shrinks updates whose global norm is above `max` to that norm. Pascanu et al. 2012, Algorithm 1,
 * https://arxiv.org/abs/1211.5063
 */
export const clipByGlobalNorm = (max: number): Transform =>
  stateless((updates) => {
    const bound = tf.scalar(max);
    return scale(updates, bound.div(globalNorm(updates).maximum(bound)));
  });

/** Divides each tensor whose root mean square is above `max` down to it. Shazeer & Stern 2018, section 6, https://arxiv.org/abs/1804.04235 */
export const clipByBlockRms = (max: number): Transform =>
  stateless((updates) => map((x) => x.div(x.square().mean().sqrt().div(max).maximum(1)), updates));

/** Bounds every number to [-max, max]. */
export const clipByValue = (max: number): Transform =>
  stateless((updates) => map((x) => x.clipByValue(-max, max), updates));
