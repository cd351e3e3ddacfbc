/** Going through a split to judge it, so that the edges of batches leave no trace in the result. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Batch, EvaluationInput } from '#spec';

type Judged = Pick<EvaluationInput, 'split' | 'batchSize'>;

/** Visits the examples of a split in order, `batchSize` at a time. Each visit is a tidy; the batch is freed after it. */
export function forEachBatch({ split, batchSize }: Judged, visit: (batch: Batch) => void): void {
  for (let start = 0; start < split.size; start += batchSize) {
    const size = Math.min(batchSize, split.size - start);
    tf.tidy(() => {
      visit(split.batch(Int32Array.from({ length: size }, (_, i) => start + i)));
    });
  }
}

/** Means over a split of what `judge` says of each example, by name ([examples] each); added in order, in double precision. */
export function meansOver<Name extends string>(
  judged: Judged,
  judge: (batch: Batch) => Record<Name, Tensor>,
): Record<Name, number> {
  const sums = new Map<Name, number>();
  forEachBatch(judged, (batch) => {
    for (const [name, values] of Object.entries<Tensor>(judge(batch)) as [Name, Tensor][]) {
      let sum = sums.get(name) ?? 0;
      for (const value of values.dataSync()) sum += value;
      sums.set(name, sum);
    }
  });
  const means = Array.from(sums, ([name, sum]) => [name, sum / judged.split.size] as const);
  return Object.fromEntries(means) as Record<Name, number>;
}
