/**
 * Undersampled MRI: slices of a head (T1) and of a chest (a beating heart), each with the image that a quarter of its
 * k-space gives. The scans are real, the sampling is simulated: see `sampling.ts`.
 */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { SplitName, Table } from '#spec';
import { parseNifti } from './nifti.ts';
import { numbersFrom, shuffled } from './numbers.ts';
import type { Numbers } from './numbers.ts';
import { zeroFilled } from './sampling.ts';
import { headCut, heartCut, imageSize, slicesOf } from './slices.ts';
import type { Slice } from './slices.ts';

const pixelsPerImage = imageSize ** 2;
/** Stored value of a target's largest pixel. Images go up to 1.15 of it; there is room for twice as much. */
const storedPeak = 32767;
/** Times that a slice of the head is in the training split, each with its own phase, noise and columns. */
const headDraws = 3;

/** What decides each split's sampling and order. */
const seeds: Readonly<Record<SplitName, number>> = { train: 1, validation: 2, test: 3 };

export default defineData({
  name: 'mri-slices',
  revision: 1,
  packages: [
    {
      name: 'cornerstone-nifti-image-loader',
      version: '1.0.0',
      integrity:
        'sha512-C+/g5w5FuaANvRBFt0aFIcfXLkMWl9PoPPAbKfLAt4A3fDqGGQuYdapDdhhq18ukvaWlYgN8Q/jeHWRq21mvmA==',
      files: /^examples\/data\/(almi5_T1fs_conform\.nii\.gz|SC-N-3\.nii)$/,
      licence: 'MIT; provenance of the scans undocumented',
    },
  ],
  convert(files) {
    const volume = (name: string) => {
      const path = `cornerstone-nifti-image-loader/examples/data/${name}`;
      const file = files.get(path);
      if (!file) throw new Error(`The package holds no ${path}.`);
      return parseNifti(file, name);
    };
    const head = slicesOf(volume('almi5_T1fs_conform.nii.gz'), headCut);
    const heart = slicesOf(volume('SC-N-3.nii'), heartCut);
    const tableOf = (split: SplitName, draws: number) => {
      const inSplit = (slices: readonly Slice[]) => slices.filter((one) => one.split === split);
      const heads = Array.from({ length: draws }, () => inSplit(head)).flat();
      return simulated([...heads, ...inSplit(heart)], numbersFrom(seeds[split]));
    };
    return {
      train: tableOf('train', headDraws),
      validation: tableOf('validation', 1),
      test: tableOf('test', 1),
    };
  },
  tensors: normalized,
});

/** Scans of the slices, in a random order. */
function simulated(slices: readonly Slice[], numbers: Numbers): Table {
  const [image, target] = [0, 1].map(() => new Uint16Array(slices.length * pixelsPerImage)) as [
    Uint16Array,
    Uint16Array,
  ];
  shuffled(slices, numbers).forEach(({ pixels }, row) => {
    const stored = (values: Float64Array) =>
      values.map((value) => Math.min(Math.round(value * storedPeak), 2 ** 16 - 1));
    image.set(stored(zeroFilled(pixels, numbers)), row * pixelsPerImage);
    target.set(stored(pixels), row * pixelsPerImage);
  });
  const shape = [imageSize, imageSize];
  return {
    size: slices.length,
    columns: { image: { shape, data: image }, target: { shape, data: target } },
  };
}

/**
 * image and target [B, H, W, 1], both less the image's mean and divided by its deviation, as fastMRI has it; mean and
 * std [B, 1, 1, 1] undo that: target std + mean has 1 for its largest value.
 */
function normalized({ columns }: Table, indices: ArrayLike<number>): Record<string, tf.Tensor> {
  const size = indices.length;
  const [images, targets] = [0, 1].map(() => new Float32Array(size * pixelsPerImage)) as [
    Float32Array,
    Float32Array,
  ];
  const [means, deviations] = [new Float32Array(size), new Float32Array(size)];
  for (let row = 0; row < size; row++) {
    const from = indices[row]! * pixelsPerImage;
    const image = columns['image']!.data.subarray(from, from + pixelsPerImage);
    const target = columns['target']!.data.subarray(from, from + pixelsPerImage);
    const { mean, std } = moments(image);
    for (let i = 0; i < pixelsPerImage; i++) {
      images[row * pixelsPerImage + i] = (image[i]! - mean) / std;
      targets[row * pixelsPerImage + i] = (target[i]! - mean) / std;
    }
    means[row] = mean / storedPeak;
    deviations[row] = std / storedPeak;
  }
  const shape: [number, number, number, number] = [size, imageSize, imageSize, 1];
  return {
    image: tf.tensor4d(images, shape),
    target: tf.tensor4d(targets, shape),
    mean: tf.tensor4d(means, [size, 1, 1, 1]),
    std: tf.tensor4d(deviations, [size, 1, 1, 1]),
  };
}

function moments(values: ArrayLike<number>): { mean: number; std: number } {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const mean = sum / values.length;
  return { mean, std: Math.sqrt(squares / values.length - mean ** 2) };
}
