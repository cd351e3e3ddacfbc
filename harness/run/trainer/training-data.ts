/** The default order of training data: every epoch a shuffle of its own from the trial's seed, batches of a fixed size. */
import type { Batch, Dataset, Random, TrainingData } from '#spec';

/** Place in the default order: `at` examples of epoch `epoch` (counted from 0) are drawn. */
export interface OrderPosition {
  readonly epoch: number;
  readonly at: number;
}

/** Training data whose place in the default order can be read, and set to go on from there. */
export interface OrderedData extends TrainingData {
  position: OrderPosition;
}

/** The order of an epoch: the identity shuffled by Fisher and Yates (Durstenfeld 1964) with the epoch's own stream. */
export function orderOf(size: number, epoch: number, random: Random): Int32Array {
  const stream = random.fork(`epoch-${epoch}`);
  const indices = Int32Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = stream.integer(i + 1);
    const swap = indices[i]!;
    indices[i] = indices[j]!;
    indices[j] = swap;
  }
  return indices;
}

/** Training data as a submission reaches them. A batch may span two epochs; no example is skipped. */
export function trainingData(dataset: Dataset, batchSize: number, random: Random): OrderedData {
  const { size } = dataset;
  let position: OrderPosition = { epoch: 0, at: 0 };
  /** The order last made. */
  let held: { readonly epoch: number; readonly order: Int32Array } | undefined;
  const orderIn = (epoch: number): Int32Array => {
    if (held?.epoch !== epoch) held = { epoch, order: orderOf(size, epoch, random) };
    return held.order;
  };
  const draw = (): Int32Array => {
    let { epoch, at } = position;
    const drawn = Int32Array.from({ length: batchSize }, () => {
      if (at === size) [epoch, at] = [epoch + 1, 0];
      return orderIn(epoch)[at++]!;
    });
    position = { epoch, at };
    return drawn;
  };
  return {
    size,
    get position() {
      return position;
    },
    set position(place) {
      position = place;
    },
    next: (): Batch => dataset.batch(draw()),
    examples(indices): Batch {
      for (let i = 0; i < indices.length; i++) {
        const index = indices[i]!;
        if (!Number.isInteger(index) || index < 0 || index >= size) {
          throw new Error(
            `data.examples was asked for example ${index}; allowed are whole numbers from 0 to ${size - 1}.`,
          );
        }
      }
      return dataset.batch(indices);
    },
  };
}
