/** The spectrum of a Hessian that is known by its products with vectors only. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Batch, Here, Params } from '#spec';
import { add, combine, dot, globalNorm, map, scale, sub } from './params.ts';
import { ritzPairs, type RitzPair } from './tridiagonal.ts';

type Product = (v: Params) => Params;

/** a / ||a||; zero stays zero. */
const unit = (a: Params, norm: Scalar = globalNorm(a)): Params => {
  const inverse = tf.scalar(1).divNoNan<Scalar>(norm);
  return scale(a, inverse);
};

/**
 * The Hessian's product with a unit vector v by differences of gradients on one batch:
 * (g(w + h v) - g(w - h v)) / (2 h) with h = 4e-3 max(1, ||w||), near the third root of float32's unit roundoff.
 */
export const hessianProduct =
  (here: Pick<Here, 'grad' | 'params'>, batch: Batch): Product =>
  (v) => {
    const h = globalNorm(here.params).maximum(1).mul<Scalar>(4e-3);
    const ahead = scale(v, h);
    const up = here.grad(add(here.params, ahead), batch).grads;
    const down = here.grad(sub(here.params, ahead), batch).grads;
    return scale(sub(up, down), h.mul(2).pow<Scalar>(-1));
  };

/** A fixed standard normal vector in the shape of the parameters, by `seed` (not 0). */
export const probe = (params: Params, seed: number): Params => {
  let next = seed;
  return map((x) => tf.randomNormal(x.shape, 0, 1, 'float32', next++), params);
};

/**
 * Ritz values of a symmetric matrix after `steps` steps of Lanczos from `start`, with every vector made orthogonal to all
 * before it, twice. Numbers are read once, at the end. Values beyond the space that `start` reaches have weight 0.
 */
export const lanczos = (product: Product, start: Params, steps: number): RitzPair[] => {
  const basis: Params[] = [unit(start)];
  const [alphas, betas]: [Scalar[], Scalar[]] = [[], []];
  for (let k = 0; k < steps; k++) {
    const v = basis[k]!;
    let w = product(v);
    alphas.push(dot(w, v));
    for (let pass = 0; pass < 2; pass++)
      for (const u of basis) w = combine(w, 1, scale(u, dot(w, u)), -1);
    betas.push(globalNorm(w));
    basis.push(unit(w, betas[k]));
  }
  const read = [...tf.stack([...alphas, ...betas]).dataSync()];
  return ritzPairs(read.slice(0, steps), read.slice(steps, 2 * steps - 1));
};
