/** Training on the examples that are still hard after a while. Paul et al. 2021, https://arxiv.org/abs/2107.07075 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import type { Algorithm, Here, Params, Random, State } from '#spec';

export interface DataDietOptions {
  /** Steps (from 0) before which examples are scored, each time a fresh pool; before the first, all data are used. */
  readonly scoreAt: readonly number[];
  /** Examples scored; all where there are fewer. */
  readonly poolSize: number;
  /** Share of the pool that is left out at the hard end, in [0, 1). */
  readonly offset: number;
  /** Share of the pool trained on, in (0, 1 - offset]. */
  readonly keep: number;
  /** Examples of a batch, in scoring and in training. */
  readonly batchSize: number;
  readonly random: Random;
}

/** `count` of the numbers 0 ... size - 1, none twice, in random order. */
export const sample = (size: number, count: number, random: Random): Int32Array => {
  const all = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    const j = i + random.integer(size - i);
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all.slice(0, count);
};

/** Batches of `size` in a list, the last one shorter. */
const inBatches = (list: Int32Array, size: number): Int32Array[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );

/** The losses [N] of these examples at `params`. */
const lossesOf = (here: Here, params: Params, examples: Int32Array, batchSize: number): number[] =>
  inBatches(examples, batchSize).flatMap((indices) =>
    tf.tidy(() => [...here.losses(params, here.data.examples(indices)).values.dataSync()]),
  );

/** The examples of middle and high loss, shuffled as they were: hardest first, less the hardest `offset`, cut to `count`. */
export const hardest = (
  examples: Int32Array,
  losses: readonly number[],
  skip: number,
  count: number,
): Int32Array => {
  const ranked = examples.map((_, i) => i).sort((a, b) => losses[b]! - losses[a]! || a - b);
  const chosen = new Set(ranked.slice(skip, skip + count));
  return examples.filter((_, i) => chosen.has(i));
};

/**
 * `inner` on the part of a random pool that has the largest losses. The paper ranks by EL2N, the length of the error
 * softmax(f(x)) - y; 1 - exp(-loss), which ranks as the loss does, is that length within a factor of sqrt 2 (equal but for
 * sqrt 2 with two classes). Scoring is one forward pass over the pool and reads its losses.
 */
export const dataDiet = <S extends State>(
  inner: Algorithm<S>,
  options: DataDietOptions,
): Algorithm<{ inner: S; kept: Tensor1D }> => {
  const { scoreAt, poolSize, offset, keep, batchSize, random } = options;
  const scoring = new Set(scoreAt);
  const firstScoring = Math.min(...scoreAt);
  const score = (here: Here): Tensor1D => {
    const pool = sample(
      here.data.size,
      Math.min(poolSize, here.data.size),
      random.fork(`pool-${here.step}`),
    );
    const count = Math.max(Math.round(keep * pool.length), 1);
    const losses = lossesOf(here, here.params, pool, batchSize);
    const skip = Math.min(Math.floor(offset * pool.length), pool.length - count);
    return tf.tensor1d(hardest(pool, losses, skip, count), 'int32');
  };
  return {
    ...inner,
    init: (params) => ({ inner: inner.init(params), kept: tf.zeros([1], 'int32') }),
    step(here, state) {
      const [params, next] = inner.step(here, state.inner);
      // Scored after the step before, so that the step itself draws from the kept examples.
      const scored = scoring.has(here.step + 1)
        ? score({ ...here, params, step: here.step + 1 })
        : state.kept;
      return [params, { inner: next, kept: scored }];
    },
    prepareForEval: (here, state) => inner.prepareForEval?.(here, state.inner) ?? here.params,
    selectData(here, state) {
      if (!(here.step >= firstScoring)) return here.data.next();
      const kept = state.kept.dataSync();
      const at = here.step * batchSize;
      return here.data.examples(
        Int32Array.from({ length: batchSize }, (_, i) => kept[(at + i) % kept.length]!),
      );
    },
  };
};
