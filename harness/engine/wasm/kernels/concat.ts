/** Kernels that put tensors side by side or repeat them. */
import * as tf from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axesOf, copyStrided, strides } from '../strided.ts';
import { hasWords } from './gather.ts';

export const concatKernels: KernelList = (heap) => [
  kernel<Info[], tf.ConcatAttrs>('Concat', (inputs, attrs, stock) => {
    const parts = Object.values(inputs);
    if (!sameWords(parts)) return stock();
    const axis = tf.util.parseAxisParam(attrs.axis, parts[0]!.shape)[0]!;
    tf.backend_util.assertParamsConsistent(
      parts.map((part) => part.shape),
      axis,
    );
    return concat(heap, parts, axis);
  }),
  kernel<Info[], tf.PackAttrs>('Pack', (inputs, attrs, stock) => {
    const parts = Object.values(inputs);
    if (!sameWords(parts)) return stock();
    const { shape } = parts[0]!;
    const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
    for (const part of parts)
      tf.util.assertShapesMatch(shape, part.shape, 'stack: all tensors must have one shape. ');
    const single = shape.toSpliced(axis, 0, 1);
    return concat(
      heap,
      parts.map((part) => ({ ...part, shape: single })),
      axis,
    );
  }),
  kernel<{ x: Info }, tf.TileAttrs>('Tile', ({ x }, { reps }, stock) => {
    if (!hasWords(x)) return stock();
    const outShape = x.shape.map((n, d) => n * reps[d]!);
    const out = heap.output(outShape, x.dtype);
    const [from, to] = [strides(x.shape), strides(outShape)];
    const axes = x.shape.flatMap((n, d) => [
      { size: reps[d]!, from: 0, to: to[d]! * n },
      { size: n, from: from[d]!, to: to[d]! },
    ]);
    copyStrided(heap, heap.at(x), heap.at(out), axes);
    return out;
  }),
  kernel<{ x: Info }, tf.BroadCastToAttrs>('BroadcastTo', ({ x }, { shape }) => {
    if (!hasWords(x))
      throw new Error(`broadcastTo takes float32 or int32 on the WASM engine, not ${x.dtype}.`);
    const out = heap.output(shape, x.dtype);
    const source = [...new Array<number>(shape.length - x.shape.length).fill(1), ...x.shape];
    const from = strides(source).map((s, d) => (source[d] === 1 ? 0 : s));
    copyStrided(heap, heap.at(x), heap.at(out), axesOf(shape, from, strides(shape)));
    return out;
  }),
];

const sameWords = (parts: readonly Info[]): boolean =>
  parts.every((part) => hasWords(part) && part.dtype === parts[0]!.dtype);

/** Joins along `axis`; empty parts are left out. */
export function concat(heap: Heap, inputs: readonly Info[], axis: number): Info {
  const outShape = tf.backend_util.computeOutShape(
    inputs.map((part) => part.shape),
    axis,
  );
  const parts = inputs.filter((part) => size(part.shape) > 0);
  if (parts.length === 1) return heap.alias(parts[0]!, outShape);
  const out = heap.output(outShape, inputs[0]!.dtype);
  const to = strides(outShape);
  let at = heap.at(out);
  for (const part of parts) {
    copyStrided(heap, heap.at(part), at, axesOf(part.shape, strides(part.shape), to));
    at += part.shape[axis]! * to[axis]! * 4;
  }
  return out;
}
