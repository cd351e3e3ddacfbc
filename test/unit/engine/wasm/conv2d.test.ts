import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { assertClose, tensor, values } from './close.ts';
import { type ConvCase, convolve } from './conv-reference.ts';
import { openPoisoned } from './poison.ts';

await openPoisoned();

const plain = {
  batch: 2,
  filter: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pad: 'same',
} as const;

const cases: Record<string, ConvCase> = {
  '3x3, 4 to 8 channels': { ...plain, height: 8, width: 8, inChannels: 4, outChannels: 8 },
  '3x3, 1 to 5 channels, odd size': { ...plain, height: 7, width: 9, inChannels: 1, outChannels: 5 },
  '3x3, 3 to 7 channels': { ...plain, height: 6, width: 5, inChannels: 3, outChannels: 7 },
  '3x3, 6 to 12 channels': { ...plain, height: 9, width: 11, inChannels: 6, outChannels: 12 },
  '3x3, 17 to 19 channels': { ...plain, height: 5, width: 5, inChannels: 17, outChannels: 19 },
  '3x3 valid': { ...plain, pad: 'valid', height: 7, width: 6, inChannels: 8, outChannels: 16 },
  '3x3, padding 2': { ...plain, pad: 2, height: 5, width: 6, inChannels: 4, outChannels: 4 },
  '3x3 on one pixel': { ...plain, height: 1, width: 1, inChannels: 4, outChannels: 8 },
  '3x3 on a row of 2': { ...plain, height: 1, width: 2, inChannels: 5, outChannels: 3 },
  '3x3 stride 2': { ...plain, strides: [2, 2], height: 9, width: 8, inChannels: 4, outChannels: 6 },
  '5x5': { ...plain, filter: [5, 5], height: 8, width: 9, inChannels: 3, outChannels: 4 },
  '5x5, padding 3': { ...plain, filter: [5, 5], pad: 3, height: 8, width: 9, inChannels: 2, outChannels: 4 },
  '1x1': { ...plain, filter: [1, 1], height: 5, width: 5, inChannels: 7, outChannels: 9 },
  '1x1 stride 2': { ...plain, filter: [1, 1], strides: [2, 2], height: 7, width: 6, inChannels: 4, outChannels: 8 },
  '2x3, strides 3 and 1': { ...plain, filter: [2, 3], strides: [3, 1], height: 10, width: 7, inChannels: 5, outChannels: 6 },
  '3x3, dilation 2': { ...plain, dilations: [2, 2], height: 9, width: 10, inChannels: 4, outChannels: 8 },
  '4x4 stride 2': { ...plain, filter: [4, 4], strides: [2, 2], height: 10, width: 10, inChannels: 5, outChannels: 3 },
  'more taps than a block is deep': { ...plain, batch: 3, height: 6, width: 6, inChannels: 64, outChannels: 9 },
  'more pixels than a block is high': { ...plain, batch: 5, height: 12, width: 13, inChannels: 8, outChannels: 8 },
  'more channels than a block': { ...plain, batch: 1, filter: [1, 3], height: 3, width: 4, inChannels: 3, outChannels: 520 },
}; // prettier-ignore

for (const [title, c] of Object.entries(cases)) {
  test(`conv2d and both gradients equal the definition: ${title}`, () => {
    tf.tidy(() => {
      const x = tensor([c.batch, c.height, c.width, c.inChannels], 1) as tf.Tensor4D;
      const filter = tensor([...c.filter, c.inChannels, c.outChannels], 2) as tf.Tensor4D;
      const run = (a: tf.Tensor, b: tf.Tensor) =>
        tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, [...c.strides], c.pad, 'NHWC', [
          ...c.dilations,
        ]);
      const y = run(x, filter);
      const weights = values(y.size, 3);
      const expected = convolve(c, x.dataSync(), filter.dataSync(), (i) => weights[i]!);
      assertClose(y, expected.y, 2e-6, 'y');
      const dy = tf.tensor(weights, y.shape);
      const [dx, dFilter] = tf.grads(run)([x, filter], dy);
      assertClose(dx!, expected.dx, 2e-6, 'dx');
      assertClose(dFilter!, expected.dFilter, 2e-6, 'dFilter');
    });
  });
}

test('fused conv2d adds bias and activation', () => {
  tf.tidy(() => {
    const c = cases['3x3, 4 to 8 channels']!;
    const x = tensor([2, 8, 8, 4], 1) as tf.Tensor4D;
    const filter = tensor([3, 3, 4, 8], 2) as tf.Tensor4D;
    const bias = tensor([8], 3);
    const shift = bias.dataSync();
    const { y } = convolve(c, x.dataSync(), filter.dataSync(), () => 0);
    const fused = tf.fused.conv2d({ x, filter, strides: 1, pad: 'same', bias, activation: 'relu' });
    assertClose(
      fused,
      y.map((v, i) => Math.max(0, v + shift[i % 8]!)),
      2e-6,
      'fused',
    );
  });
});

test('conv2d in NCHW is refused by name', () => {
  const x = tensor([1, 2, 4, 4]) as tf.Tensor4D;
  const filter = tensor([3, 3, 2, 2]) as tf.Tensor4D;
  assert.throws(() => tf.conv2d(x, filter, 1, 'same', 'NCHW'), /NHWC/u);
  tf.dispose([x, filter]);
});

test('depthwise convolution in NCHW is refused by name', () => {
  const [x, filter] = [tensor([1, 2, 5, 5]) as tf.Tensor4D, tensor([3, 3, 2, 1], 2) as tf.Tensor4D];
  assert.throws(
    () => tf.depthwiseConv2d(x, filter, 1, 'same', 'NCHW'),
    /depthwiseConv2d takes NHWC on the WASM engine, not NCHW/u,
  );
  tf.dispose([x, filter]);
});

test('the filter gradient over no images is zero', () => {
  for (const channels of [1, 8]) {
    tf.tidy(() => {
      const x = tf.zeros<tf.Rank.R4>([0, 5, 5, channels]);
      const filter = tensor([3, 3, channels, 8]) as tf.Tensor4D;
      const run = (w: tf.Tensor) => tf.conv2d(x, w as tf.Tensor4D, 1, 'same');
      const d = tf.grad(run)(filter, tf.zeros([0, 5, 5, 8]));
      assert.ok(d.dataSync().every((v) => v === 0));
    });
  }
});
