/** Muon: momentum whose singular values are made equal. Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/ */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { ema, map, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface MuonOptions {
  /** Decay of the momentum. */
  readonly momentum?: number;
  /** Newton-Schulz iterations. */
  readonly iterations?: number;
}

/** a X + b (X X') X + c (X X')^2 X takes singular values in (0, 1] to near 1, fast rather than exactly. */
const [a, b, c] = [3.4445, -4.775, 2.0315];

/** U V' of x = U S V', nearly: Newton-Schulz iterations on x / ||x||. A matrix [n, m] gives [n, m]. */
export const orthogonalize = (x: Tensor2D, iterations = 5): Tensor2D => {
  const [rows, columns] = x.shape;
  const tall = rows > columns;
  const [ka, kb, kc] = [tf.scalar(a), tf.scalar(b), tf.scalar(c)];
  let y = (tall ? x.transpose() : x).div<Tensor2D>(tf.norm(x).add(1e-8));
  for (let i = 0; i < iterations; i++) {
    const gram = y.matMul<Tensor2D>(y, false, true);
    const square = gram.matMul<Tensor2D>(gram);
    const factor = gram.mul(kb).add<Tensor2D>(square.mul(kc));
    y = y.mul(ka).add(factor.matMul(y));
  }
  return tall ? y.transpose() : y;
};

/**
 * The orthogonalized Nesterov momentum of each parameter, all dimensions but the last taken as one: rows are inputs,
 * columns outputs. Scaled by 0.2 sqrt(max(rows, columns)), which gives it the size of an Adam update (Liu et al.
 * 2025, eq. 4, https://arxiv.org/abs/2502.16982), so that one learning rate serves both. Parameters need a rank of 2.
 */
export const scaleByMuon = ({ momentum = 0.95, iterations = 5 }: MuonOptions = {}): Transform => {
  const direction = (x: Tensor): Tensor => {
    const columns = x.shape.at(-1)!;
    const matrix = x.reshape<Tensor2D>([-1, columns]);
    const size = 0.2 * Math.sqrt(Math.max(matrix.shape[0], columns));
    return orthogonalize(matrix, iterations).mul(size).reshape(x.shape);
  };
  return transform<Params>({
    init: zerosLike,
    update(grads, old) {
      const m = ema(old, grads, momentum);
      return [map(direction, ema(m, grads, momentum)), m];
    },
  });
};
