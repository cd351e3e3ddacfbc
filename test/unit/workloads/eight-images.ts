/** Eight images of noise, for the gradient cases of the workloads on Fashion-MNIST. */
import type { Batch } from '#spec';
import data, { classes, imageSize } from '../../../workloads/shared/fashion-mnist/data.ts';
import { datasetOf } from '../../../harness/data/split.ts';
import { randomFrom } from '../../../harness/plan/random.ts';

export function eightImages(): Batch {
  const size = 8;
  const random = randomFrom('image case');
  const images = Uint8Array.from({ length: size * imageSize ** 2 }, () => random.integer(256));
  const labels = Uint8Array.from({ length: size }, () => random.integer(classes));
  const dataset = datasetOf(data, {
    size,
    columns: {
      image: { shape: [imageSize, imageSize, 1], data: images },
      label: { shape: [], data: labels },
    },
  });
  return dataset.batch([0, 1, 2, 3, 4, 5, 6, 7]);
}
