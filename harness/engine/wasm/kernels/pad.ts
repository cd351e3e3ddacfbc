/** Padding with a constant or with the tensor's own mirror image. */
import type { MirrorPadAttrs, PadV2Attrs } from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axesOf, copyStrided, strides } from '../strided.ts';
import { hasWords } from './gather.ts';

export const padKernels: KernelList = (heap) => [
  kernel<{ x: Info }, PadV2Attrs>('PadV2', ({ x }, { paddings, constantValue }, stock) => {
    return hasWords(x) ? pad(heap, x, paddings, constantValue) : stock();
  }),
  kernel<{ x: Info }, MirrorPadAttrs>('MirrorPad', ({ x }, { paddings, mode }, stock) => {
    if (!hasWords(x)) return stock();
    let result = heap.alias(x);
    for (const [axis, [before, after]] of paddings.entries()) {
      const next = mirror(heap, result, axis, before, after, mode === 'reflect' ? 1 : 0);
      heap.free(result);
      result = next;
    }
    return result;
  }),
];

/** Surrounds x with `value`; nothing to add is no copy. */
export function pad(
  heap: Heap,
  x: Info,
  paddings: readonly [number, number][],
  value: number,
): Info {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return heap.alias(x);
  const outShape = x.shape.map((n, d) => n + paddings[d]![0] + paddings[d]![1]);
  const out = heap.output(outShape, x.dtype);
  const bits = x.dtype === 'int32' ? value : new Int32Array(Float32Array.of(value).buffer)[0]!;
  heap.kernels.fillRun(heap.at(out), bits, size(outShape));
  const to = strides(outShape);
  const start = paddings.reduce((sum, [before], d) => sum + before * to[d]!, 0);
  copyStrided(heap, heap.at(x), heap.at(out) + start * 4, axesOf(x.shape, strides(x.shape), to));
  return out;
}

/** Mirrors one axis at both ends; `skip` is 1 where the edge itself is not repeated. */
function mirror(
  heap: Heap,
  x: Info,
  axis: number,
  before: number,
  after: number,
  skip: number,
): Info {
  if (before === 0 && after === 0) return heap.alias(x);
  const length = x.shape[axis]!;
  const outShape = x.shape.with(axis, length + before + after);
  const out = heap.output(outShape, x.dtype);
  const [from, to] = [strides(x.shape), strides(outShape)];
  const step = from[axis]!;
  const copy = (count: number, first: number, direction: number, at: number) => {
    const axes = axesOf(x.shape.with(axis, count), from.with(axis, direction * step), to);
    copyStrided(heap, heap.at(x) + first * step * 4, heap.at(out) + at * to[axis]! * 4, axes);
  };
  copy(before, before - 1 + skip, -1, 0);
  copy(length, 0, 1, before);
  copy(after, length - 1 - skip, -1, before + length);
  return out;
}
