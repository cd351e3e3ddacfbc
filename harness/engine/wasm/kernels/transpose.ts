/** Transposes, and the space-batch kernels that are transposes of padded or cropped images. */
import * as tf from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axesOf, copyStrided, strides } from '../strided.ts';
import { hasWords } from './gather.ts';
import { pad } from './pad.ts';
import { slice } from './slice.ts';

/** Axes in another order. */
const transposes: KernelList = (heap) => [
  kernel<{ x: Info }, tf.TransposeAttrs>('Transpose', ({ x }, { perm }, stock) => {
    return hasWords(x) ? transpose(heap, x, perm) : stock();
  }),
  kernel<{ x: Info }, tf.DepthToSpaceAttrs>(
    'DepthToSpace',
    ({ x }, { blockSize: b, dataFormat }, stock) => {
      if (!hasWords(x) || dataFormat !== 'NHWC') return stock();
      const [n, height, width, depth] = x.shape as [number, number, number, number];
      const channels = depth / (b * b);
      const blocks = { ...x, shape: [n, height, width, b, b, channels] };
      const moved = transpose(heap, blocks, [0, 1, 3, 2, 4, 5]);
      return { ...moved, shape: [n, height * b, width * b, channels] };
    },
  ),
];

/** Pieces of images moved into the batch and back. */
const spaceBatches: KernelList = (heap) => [
  kernel<{ x: Info }, tf.SpaceToBatchNDAttrs>(
    'SpaceToBatchND',
    ({ x }, { blockShape, paddings }, stock) => {
      if (!hasWords(x)) return stock();
      const all = x.shape.map((_, d): [number, number] => {
        const [before, after] = paddings[d - 1] ?? [0, 0];
        return d === 0 ? [0, 0] : [before!, after!];
      });
      const padded = pad(heap, x, all, 0);
      const block = size(blockShape);
      const split = tf.backend_util.getReshaped(padded.shape, blockShape, block, false);
      const order = tf.backend_util.getPermuted(split.length, blockShape.length, false);
      const moved = transpose(heap, { ...padded, shape: split }, order);
      heap.free(padded);
      return {
        ...moved,
        shape: tf.backend_util.getReshapedPermuted(padded.shape, blockShape, block, false),
      };
    },
  ),
  kernel<{ x: Info }, tf.BatchToSpaceNDAttrs>(
    'BatchToSpaceND',
    ({ x }, { blockShape, crops }, stock) => {
      if (!hasWords(x)) return stock();
      const block = size(blockShape);
      const split = tf.backend_util.getReshaped(x.shape, blockShape, block);
      const order = tf.backend_util.getPermuted(split.length, blockShape.length);
      const shape = tf.backend_util.getReshapedPermuted(x.shape, blockShape, block);
      const moved = transpose(heap, { ...x, shape: split }, order);
      const begin = shape.map((_, d) => (d === 0 ? 0 : (crops[d - 1]?.[0] ?? 0)));
      const sizes = shape.map((n, d) => (d === 0 ? n : n - begin[d]! - (crops[d - 1]?.[1] ?? 0)));
      const out = slice(heap, { ...moved, shape }, begin, sizes);
      heap.free(moved);
      return out;
    },
  ),
];

export const transposeKernels: KernelList = (heap) => [...transposes(heap), ...spaceBatches(heap)];

/** Axis d of the result is axis order[d] of x; without a copy where no values move. */
export function transpose(heap: Heap, x: Info, order: readonly number[]): Info {
  const outShape = order.map((d) => x.shape[d]!);
  const moving = order.filter((d) => x.shape[d] !== 1);
  if (moving.every((d, i) => i === 0 || d > moving[i - 1]!)) return heap.alias(x, outShape);
  const out = heap.output(outShape, x.dtype);
  const from = strides(x.shape);
  copyStrided(
    heap,
    heap.at(x),
    heap.at(out),
    axesOf(
      outShape,
      order.map((d) => from[d]!),
      strides(outShape),
    ),
  );
  return out;
}
