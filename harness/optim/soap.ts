/** SOAP: Adam in the eigenbasis of Shampoo's Kronecker factors. Vyas et al. 2024, https://arxiv.org/abs/2409.11321 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { AdamOptions } from './adam.ts';
import { type Batches, cut } from './cut.ts';
import { eigenbasis, followEigenbasis } from './eigenbasis.ts';
import { combine, ema, map, scale, zerosLike } from './params.ts';
import { averageGrams, between, identities, mapSides, type Side, type Sides } from './sides.ts';
import { transform, type Transform } from './transform.ts';

export interface SoapOptions extends AdamOptions {
  /** Steps from one change of the bases to the next. */
  readonly every?: number;
  /** Sides longer than this are not rotated. */
  readonly maxSide?: number;
  /** Rounds of orthogonal iteration that find the first bases; the paper has an eigendecomposition. */
  readonly rounds?: number;
}

/** Moments in the rotated basis, factors L and R, and their eigenvectors as rows. */
type SoapState = { m: Batches; v: Batches; factors: Sides; bases: Sides };

/** U_L G U_R': into the bases. */
const rotate = (bases: Sides, batches: Batches): Batches =>
  between(bases, batches, { left: false, right: true });

/** U_L' G U_R: out of them. */
const rotateBack = (bases: Sides, batches: Batches): Batches =>
  between(bases, batches, { left: true, right: false });

/** Rows (left) or columns (right) of each matrix of v [k, r, c] in the order [k, n]. */
const reorder = (v: Tensor, order: Tensor2D, side: Side): Tensor =>
  tf.gather(v, order, side === 'left' ? 1 : 2, 1);

/** New bases by one round each; m goes along, v keeps each number with the eigenvector it belongs to. */
const changeBases = ({ m, v, factors, bases }: SoapState): SoapState => {
  const moments = { ...v };
  const next = mapSides((factor, key, side) => {
    const { basis, order } = followEigenbasis(factor, bases[side][key]!);
    moments[key] = reorder(moments[key]!, order, side);
    return basis;
  }, factors);
  return { m: rotate(next, rotateBack(bases, m)), v: moments, factors, bases: next };
};

/** L, R and bases of the first gradient, which makes no step. */
const begin = (state: SoapState, gradient: Batches, b2: number, rounds: number): SoapState => {
  const factors = averageGrams(state.factors, gradient, b2);
  return { ...state, factors, bases: mapSides((factor) => eigenbasis(factor, rounds), factors) };
};

/**
 * Algorithm 3 of the paper with the order of its authors' code; per matrix, t counted from the second gradient:
 *
 *     G' = U_L G U_R',  m = b1 m + (1 - b1) G',  v = b2 v + (1 - b2) G'^2
 *     update = sqrt(1 - b2^t) / (1 - b1^t)  U_L' (m / (sqrt(v) + eps)) U_R
 *     L = b2 L + (1 - b2) G G',  R = b2 R + (1 - b2) G' G,  and every so many steps a round for U_L and U_R
 *
 * Vectors take Adam's step. Filters are matrices of (height x width x inputs) rows.
 */
export const scaleBySoap = ({
  b1 = 0.95,
  b2 = 0.95,
  eps = 1e-8,
  every = 10,
  maxSide = 256,
  rounds = 10,
}: SoapOptions = {}): Transform =>
  transform<SoapState>({
    init(params) {
      const { batches } = cut(params);
      const isMatrix = (key: string) => batches[key]!.shape[1]! > 1;
      const [factors, bases] = [0, 1].map((k) =>
        identities(
          batches,
          k,
          (length, _, key) => isMatrix(key) && length > 1 && length <= maxSide,
        ),
      );
      const zeros = zerosLike(batches);
      return { m: zeros, v: zeros, factors: factors!, bases: bases! };
    },
    update(grads, state, { step: t }) {
      const { batches, join } = cut(grads);
      if (t === 0) return [zerosLike(grads), begin(state, batches, b2, rounds)];
      const { bases } = state;
      const rotated = rotate(bases, batches);
      const m = ema(state.m, rotated, b1);
      const squares = map((g) => g.square(), rotated);
      const v = combine(state.v, b2, squares, 1 - b2);
      const size = Math.sqrt(1 - b2 ** t) / (1 - b1 ** t);
      const directions = map((mi, vi) => mi.div(vi.sqrt().add(eps)), m, v);
      const updates = join(scale(rotateBack(bases, directions), size));
      const next = { m, v, factors: averageGrams(state.factors, batches, b2), bases };
      return [updates, t % every === 0 ? changeBases(next) : next];
    },
  });
