/** Gradient cases of `image_resnet`: eight images of noise. */
import data, { classes, imageSize } from '../../../workloads/image_resnet/data.ts';
import workload from '../../../workloads/image_resnet/workload.ts';
import { datasetOf } from '../../../harness/data/split.ts';
import { randomFrom } from '../../../harness/plan/random.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';

export function imageCases(): GradientCase[] {
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
  return casesOf('image_resnet', workload, () => dataset.batch([0, 1, 2, 3, 4, 5, 6, 7]), false);
}
