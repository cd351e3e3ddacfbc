/** Adafactor: second moments of rows and columns in place of one for each number. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { map, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

export interface FactoredRmsOptions {
  /** Decay of the second moments once their bias has gone. */
  readonly b2?: number;
}

/** Means of g^2 over the last axis and over the last but one; `full` for tensors of rank 0 and 1. */
type Moments = { rows: Params; columns: Params; full: Params };

/** Keeps g^2 above 0. In plain operations only: the engines' kernels write numbers this small as 0. */
const tiny = 1e-30;

const pick = (params: Params, factored: boolean): Params =>
  Object.fromEntries(Object.entries(params).filter(([, x]) => x.rank >= 2 === factored));

/** Shape without its axis number `axis`, counted from the end. */
const without = (shape: readonly number[], axis: 1 | 2): number[] => {
  const at = shape.length - axis;
  return shape.filter((_, i) => i !== at);
};

/** g / sqrt(rows x columns / mean of rows): the rank-one estimate of the second moment. */
const rescaled = (g: Tensor, rows: Tensor, columns: Tensor): Tensor => {
  const share = rows.div(rows.mean(-1, true));
  return g.div(share.sqrt().expandDims(-1)).div(columns.sqrt().expandDims(-2));
};

/**
 * The rescaling of Adafactor, Shazeer & Stern 2018, Algorithm 4, https://arxiv.org/abs/1804.04235, in the form of AlgoPerf's
 * baseline: factored over the last two axes whatever their size, with Adam's decay, its bias correction folded in:
 * b2 (1 - b2^(t-1)) / (1 - b2^t).
 */
export const scaleByFactoredRms = ({ b2 = 0.99 }: FactoredRmsOptions = {}): Transform =>
  transform<Moments>({
    init(params) {
      const matrices = pick(params, true);
      return {
        rows: map((x) => tf.zeros(without(x.shape, 1)), matrices),
        columns: map((x) => tf.zeros(without(x.shape, 2)), matrices),
        full: zerosLike(pick(params, false)),
      };
    },
    update(grads, old, { step }) {
      const d = (b2 * (1 - b2 ** step)) / (1 - b2 ** (step + 1));
      const average = (before: Tensor, now: Tensor) => before.mul(d).add(now.mul(1 - d));
      const squares = map((g) => g.square().add(tiny), grads);
      const matrices = pick(squares, true);
      const rows = map((r, q) => average(r, q.mean(-1)), old.rows, matrices);
      const columns = map((c, q) => average(c, q.mean(-2)), old.columns, matrices);
      const full = map(average, old.full, pick(squares, false));
      const updates = Object.entries(grads).map(([path, g]) => [
        path,
        full[path] === undefined
          ? rescaled(g, rows[path]!, columns[path]!)
          : g.div(full[path].sqrt()),
      ]);
      return [Object.fromEntries(updates) as Params, { rows, columns, full }];
    },
  });
