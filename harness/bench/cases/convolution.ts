/** Convolutions in NHWC: 3 x 3 with stride 1 and 2, 1 x 1, depthwise, few channels. */
import { conv2d, depthwiseConv2d, maxPool } from '#nn';
import { forward, forwardBackward, normal, type BenchCase, type Layer } from './case.ts';

const group = 'convolution';

/** `size` x `size` pixels, `same` padding. */
function convolution(
  batch: number,
  size: number,
  [inputs, outputs]: readonly [number, number],
  taps: number,
  stride = 1,
): Layer {
  const made = Math.ceil(size / stride);
  return {
    group,
    name: `${batch} x ${size} x ${size}, ${inputs} to ${outputs}, ${taps} x ${taps} / ${stride}`,
    flop: 2 * batch * made * made * taps * taps * inputs * outputs,
    inputs: () => [normal([batch, size, size, inputs]), normal([taps, taps, inputs, outputs])],
    call: (x, filter) => conv2d(x, filter, { stride }),
  };
}

const layers: readonly Layer[] = [
  convolution(128, 28, [1, 16], 3),
  convolution(128, 14, [16, 16], 3),
  convolution(64, 14, [32, 32], 3),
  convolution(64, 14, [32, 64], 3, 2),
  convolution(64, 14, [32, 64], 1, 2),
  convolution(64, 7, [64, 64], 3),
  {
    group,
    name: '16 x 28 x 28, 32 depthwise, 3 x 3 / 1',
    flop: 2 * 16 * 28 * 28 * 9 * 32,
    inputs: () => [normal([16, 28, 28, 32]), normal([3, 3, 32, 1])],
    call: (x, filter) => depthwiseConv2d(x, filter),
  },
  {
    group,
    name: '64 x 28 x 28 x 16, max pooling 2 x 2',
    inputs: () => [normal([64, 28, 28, 16])],
    call: (x) => maxPool(x, { size: 2 }),
  },
];

export const convolutions: readonly BenchCase[] = layers.flatMap((layer) => [
  forward(layer),
  forwardBackward(layer),
]);
