/** The default order of training data: every epoch a new shuffle from the trial's seed, batches of a fixed size. */
import type { Batch, Dataset, Random, TrainingData } from '#spec';

/** Shuffles in place (Fisher and Yates; Durstenfeld 1964). */
function shuffle(indices: Int32Array, random: Random): void {
  for (let i = indices.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    const swap = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = swap;
  }
}

/** Training data as a submission reaches them. A batch may span two epochs; no example is skipped. */
export function trainingData(dataset: Dataset, batchSize: number, random: Random): TrainingData {
  const order = Int32Array.from({ length: dataset.size }, (_, i) => i);
  let at = order.length;
  let epoch = 0;
  const draw = (): number => {
    if (at === order.length) {
      shuffle(order, random.fork(`epoch-${epoch}`));
      epoch += 1;
      at = 0;
    }
    return order[at++]!;
  };
  return {
    size: dataset.size,
    next: (): Batch => dataset.batch(Int32Array.from({ length: batchSize }, draw)),
    examples(indices): Batch {
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i]!;
        if (!Number.isInteger(index) || index < 0 || index >= dataset.size) {
          throw new Error(
            `data.examples was asked for example ${index}; allowed are whole numbers from 0 to ${dataset.size - 1}.`,
          );
        }
      }
      return dataset.batch(indices);
    },
  };
}
