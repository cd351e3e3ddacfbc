import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, tensor, values } from './close.ts';
import { type ConvCase, eachTap } from './conv-reference.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const plain = {
  batch: 2,
  height: 7,
  width: 6,
  inChannels: 5,
  outChannels: 5,
  dilations: [1, 1],
} as const;

const pools: Record<string, ConvCase> = {
  '2x2 stride 2': { ...plain, filter: [2, 2], strides: [2, 2], pad: 'valid' },
  '3x3 stride 1, same': { ...plain, filter: [3, 3], strides: [1, 1], pad: 'same' },
  '3x3 stride 2, same': { ...plain, filter: [3, 3], strides: [2, 2], pad: 'same' },
  '3x2 strides 1 and 3': { ...plain, filter: [3, 2], strides: [1, 3], pad: 'valid' },
};

for (const [title, c] of Object.entries(pools)) {
  for (const shift of [0, -5]) {
    test(`pooling and its gradients equal the definition: ${title}, values around ${shift}`, () => {
      tf.tidy(() => {
        const shape: [number, number, number, number] = [c.batch, c.height, c.width, c.inChannels];
        const x = tensor(shape, 1).add<tf.Tensor4D>(shift);
        const data = x.dataSync();
        const pad = c.pad as 'same' | 'valid';
        const windows: number[][] = [];
        eachTap(c, (from, _tap, to) => (windows[to] ??= []).push(from));
        const weights = values(windows.length * c.inChannels, 3);
        const [mean, most] = [new Float64Array(weights.length), new Float64Array(weights.length)];
        const [dMean, dMost] = [new Float64Array(data.length), new Float64Array(data.length)];
        for (const [to, pixels] of windows.entries()) {
          for (let ch = 0; ch < c.inChannels; ch++) {
            const out = to * c.inChannels + ch;
            const at = pixels.map((p) => p * c.inChannels + ch);
            const first = at.reduce((best, i) => (data[i]! > data[best]! ? i : best));
            most[out] = data[first]!;
            dMost[first]! += weights[out]!;
            for (const i of at) {
              mean[out]! += data[i]! / at.length;
              dMean[i]! += weights[out]! / at.length;
            }
          }
        }
        const filter = c.filter as [number, number];
        const strides = c.strides as [number, number];
        const maximum = (t: tf.Tensor) => tf.maxPool(t as tf.Tensor4D, filter, strides, pad);
        const average = (t: tf.Tensor) => tf.avgPool(t as tf.Tensor4D, filter, strides, pad);
        assertClose(maximum(x), most, 0, 'maximum');
        assertClose(average(x), mean, 1e-6, 'average');
        const dy = tf.tensor(weights, maximum(x).shape);
        assertClose(tf.grad(maximum)(x, dy), dMost, 1e-6, 'gradient of maximum');
        assertClose(tf.grad(average)(x, dy), dMean, 1e-6, 'gradient of average');
      });
    });
  }
}

const depthwise: Record<string, ConvCase & { multiplier: number }> = {
  '3x3': { ...plain, filter: [3, 3], strides: [1, 1], pad: 'same', multiplier: 1 },
  '3x3, 8 channels': { ...plain, inChannels: 8, filter: [3, 3], strides: [1, 1], pad: 'same', multiplier: 1 },
  '3x3, multiplier 3': { ...plain, filter: [3, 3], strides: [1, 1], pad: 'same', multiplier: 3 },
  '2x3 stride 2, multiplier 2': { ...plain, filter: [2, 3], strides: [2, 2], pad: 'valid', multiplier: 2 },
  '3x3, dilation 2': { ...plain, filter: [3, 3], strides: [1, 1], dilations: [2, 2], pad: 'same', multiplier: 1 },
}; // prettier-ignore

for (const [title, c] of Object.entries(depthwise)) {
  test(`depthwise convolution and its gradients equal the definition: ${title}`, () => {
    tf.tidy(() => {
      const [channels, m] = [c.inChannels, c.multiplier];
      const x = tensor([c.batch, c.height, c.width, channels], 1) as tf.Tensor4D;
      const filter = tensor([...c.filter, channels, m], 2) as tf.Tensor4D;
      const run = (a: tf.Tensor, b: tf.Tensor) =>
        tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, c.strides as [number, number], c.pad, 'NHWC', c.dilations as [number, number]); // prettier-ignore
      const y = run(x, filter);
      const weights = values(y.size, 3);
      const [expected, dx, dFilter] = [y, x, filter].map((t) => new Float64Array(t.size)) as [Float64Array, Float64Array, Float64Array]; // prettier-ignore
      const [a, b] = [x.dataSync(), filter.dataSync()];
      eachTap(c, (from, tap, to) => {
        for (let o = 0; o < channels * m; o++) {
          const [i, f, out] = [
            from * channels + Math.floor(o / m),
            tap * channels * m + o,
            to * channels * m + o,
          ];
          expected[out]! += a[i]! * b[f]!;
          dx[i]! += weights[out]! * b[f]!;
          dFilter[f]! += weights[out]! * a[i]!;
        }
      });
      assertClose(y, expected, 1e-6, 'y');
      const [gx, gf] = tf.grads(run)([x, filter], tf.tensor(weights, y.shape));
      assertClose(gx!, dx, 1e-6, 'dx');
      assertClose(gf!, dFilter, 1e-6, 'dFilter');
    });
  });
}

test('kernels that the backend computes wrongly are refused by name', () => {
  const x = tensor([1, 4, 4, 4, 1]) as tf.Tensor5D;
  const filter = tensor([2, 2, 2, 1, 1]) as tf.Tensor5D;
  assert.throws(() => tf.maxPool3d(x, 2, 2, 'valid'), /MaxPool3D is refused/u);
  const loss = (t: tf.Tensor) => tf.conv3d(t as tf.Tensor5D, filter, 1, 'same').sum();
  assert.throws(() => tf.grad(loss)(x), /Conv3DBackpropInputV2 is refused/u);
  tf.dispose([x, filter]);
});
