import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import type { Table } from '#spec';
import { datasetOf } from '../../../harness/data/split.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { randomFrom } from '../../../harness/plan/random.ts';
import { structuralSimilarity } from '../../../workloads/mri_unet/metric.ts';
import { parseNifti } from '../../../workloads/mri_unet/nifti.ts';
import { numbersFrom } from '../../../workloads/mri_unet/numbers.ts';
import * as sampling from '../../../workloads/mri_unet/sampling.ts';
import {
  headCut,
  heartCut,
  imageSize,
  placesOf,
  slicesOf,
} from '../../../workloads/mri_unet/slices.ts';
import workload from '../../../workloads/mri_unet/workload.ts';
import { caseParams } from './gradient-case.ts';
import { cases as mriCases } from './mri_unet.case.ts';

before(() => openEngine('wasm', { threads: 1 }));

interface Compared {
  readonly rows: number;
  readonly columns: number;
  readonly range: number;
  readonly a: number[];
  readonly b: number[];
  readonly value: number;
}

const { structuralSimilarity: reference } = JSON.parse(
  readFileSync(new URL('./metrics.json', import.meta.url), 'utf8'),
) as { structuralSimilarity: Compared[] };

test("Structural similarity is scikit-image's, for any shape and range", () => {
  assert.ok(reference.length > 0);
  for (const { rows, columns, range, a, b, value } of reference) {
    const [x, y] = [a, b].map((pixels) => ({ pixels, rows, columns }));
    assert.ok(Math.abs(structuralSimilarity(x!, y!, range) - value) < 1e-12);
  }
});

/** A NIfTI-1 file with these 16-bit voxels. */
function niftiFile(shape: number[], voxels: number[], little: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(352 + 2 * voxels.length));
  view.setInt32(0, 348, little);
  [shape.length, ...shape].forEach((length, i) => {
    view.setInt16(40 + 2 * i, length, little);
  });
  view.setInt16(70, 4, little);
  view.setFloat32(108, 352, little);
  voxels.forEach((voxel, i) => {
    view.setInt16(352 + 2 * i, voxel, little);
  });
  return new Uint8Array(view.buffer);
}

test('Volumes are read in either byte order, compressed or not', () => {
  const [shape, voxels] = [
    [3, 2, 1],
    [1, -2, 300, 4, 5, -32768],
  ];
  for (const little of [true, false]) {
    const file = niftiFile(shape, voxels, little);
    for (const bytes of [file, new Uint8Array(gzipSync(file))]) {
      const volume = parseNifti(bytes, 'scan');
      assert.deepEqual([volume.shape, [...volume.voxels]], [shape, voxels]);
    }
  }
});

test('A file that is cut short, or none of its kind, is refused', () => {
  const file = niftiFile([3, 2, 1], [1, 2, 3, 4, 5, 6], true);
  assert.throws(() => parseNifti(file.subarray(0, -1), 'scan'), /scan is cut short: 3 x 2 x 1/);
  assert.throws(() => parseNifti(new Uint8Array(400), 'scan'), /scan is not a NIfTI-1 file/);
  new DataView(file.buffer).setInt16(70, 128, true);
  assert.throws(() => parseNifti(file, 'scan'), /datatype 128; known are 2, 4, 16, 512/);
});

test('No image has a neighbour in another split, and each split has both anatomies', () => {
  for (const [cut, millimetresApart, leastMillimetres] of [
    [headCut, 1, 3],
    [heartCut, 10, 10],
  ] as const) {
    const places = placesOf(cut);
    assert.equal(new Set(places.map(({ split }) => split)).size, 3);
    for (const a of places) {
      for (const b of places.filter(({ split }) => split !== a.split)) {
        assert.ok(Math.abs(a.slice - b.slice) * millimetresApart >= leastMillimetres);
      }
    }
  }
});

test('A pixel is the mean of four voxels, as a share of the largest', () => {
  const [columns, slices, rows] = [2 * imageSize, 2, 2 * imageSize];
  const voxels = Float32Array.from({ length: columns * slices * rows }, (_, i) => {
    const [x, slice, z] = [
      i % columns,
      Math.floor(i / columns) % slices,
      Math.floor(i / columns / slices),
    ];
    return slice === 1 ? x + 1000 * z : 0;
  });
  const cut = { ...headCut, origin: [0, 0] as const, firstSlice: 1, slabs: 1, slicesPerSlab: 1 };
  const [slice] = slicesOf({ shape: [columns, slices, rows], voxels }, cut);
  const mean = (row: number, column: number) => 2 * column + 0.5 + 1000 * (2 * row + 0.5);
  for (const [row, column] of [
    [0, 0],
    [0, 95],
    [95, 0],
    [40, 7],
  ] as const) {
    const pixel = slice!.pixels[row * imageSize + column]!;
    assert.ok(Math.abs(pixel - mean(row, column) / mean(95, 95)) < 1e-6);
  }
});

test('A quarter of the columns is measured, the centre always', () => {
  for (let seed = 0; seed < 50; seed++) {
    const frequencies = sampling.sampleFrequencies(numbersFrom(seed));
    assert.equal(new Set(frequencies).size, 24);
    for (let f = -4; f < 4; f++) assert.ok(frequencies.includes(f));
    assert.ok(frequencies.every((f) => f >= -48 && f < 48));
  }
});

const random = randomFrom('mri test');
const randomRow = () => Float64Array.from({ length: imageSize }, () => random.normal());
const row = { re: randomRow(), im: randomRow() };
const farthest = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);

test('All frequencies together give the row back; noise keeps its variance', () => {
  const waves = Array.from({ length: imageSize }, (_, i) => sampling.wave(i - imageSize / 2));
  const back = sampling.throughFrequencies(row, waves, () => 0);
  assert.ok(farthest(back.re, row.re) < 1e-12 && farthest(back.im, row.im) < 1e-12);
  const noisy = sampling.throughFrequencies(row, waves, () => 1);
  const energy = noisy.re.reduce((sum, value, i) => sum + (value - row.re[i]!) ** 2, 0);
  const imaginary = noisy.im.reduce((sum, value, i) => sum + (value - row.im[i]!) ** 2, 0);
  assert.ok(Math.abs(energy + imaginary - 2 * imageSize) < 1e-9);
});

test('One frequency is a wave of that many turns', () => {
  const cosine = Float64Array.from({ length: imageSize }, (_, x) =>
    Math.cos((2 * Math.PI * 5 * x) / imageSize),
  );
  const real = { re: cosine, im: new Float64Array(imageSize) };
  const half = sampling.throughFrequencies(real, [sampling.wave(5)], () => 0);
  assert.ok(
    farthest(
      half.re.map((x) => 2 * x),
      cosine,
    ) < 1e-12,
  );
  const none = sampling.throughFrequencies(real, [sampling.wave(6)], () => 0);
  assert.ok(farthest(none.re, new Float64Array(imageSize)) < 1e-12);
});

/** Scans of noise; each target's largest value is the stored peak. */
function noisyScans(size: number): Table {
  const length = size * imageSize ** 2;
  const image = Uint16Array.from({ length }, () => random.integer(16384));
  const target = image.map((value) => value + random.integer(16384));
  for (let scan = 0; scan < size; scan++) target[scan * imageSize ** 2] = 32767;
  const shape = [imageSize, imageSize];
  return {
    size,
    columns: { image: { shape, data: image }, target: { shape, data: target } },
  };
}
const scans = datasetOf(workload.data, noisyScans(5));

test('Images have mean 0 and deviation 1; targets are in the same units, in which their peak can be told', () => {
  const { tensors } = scans.batch([4, 1]);
  tf.tidy(() => {
    const { mean, variance } = tf.moments(tensors['image']!, [1, 2, 3]);
    for (const value of mean.dataSync()) assert.ok(Math.abs(value) < 1e-5);
    for (const value of variance.dataSync()) assert.ok(Math.abs(value - 1) < 1e-4);
    const ownUnits = tf.add(tf.mul(tensors['target']!, tensors['std']!), tensors['mean']!);
    for (const peak of tf.max(ownUnits, [1, 2, 3]).dataSync()) assert.ok(Math.abs(peak - 1) < 1e-5);
  });
  tf.dispose(tensors);
});

for (const { variant, model } of mriCases()) {
  test(`${variant}: evaluation gives the same for any batch size and leaves no tensor behind`, () => {
    const params = caseParams(model);
    const tensors = tf.memory().numTensors;
    const [one, ...others] = [1, 2, 5].map((batchSize) =>
      model.evaluate({ params, split: scans, train: scans, batchSize }),
    );
    assert.equal(tf.memory().numTensors, tensors);
    for (const other of others) {
      for (const name of ['ssim', 'loss']) assert.ok(Math.abs(other[name]! - one![name]!) < 1e-6);
    }
    tf.dispose(params);
  });
}
