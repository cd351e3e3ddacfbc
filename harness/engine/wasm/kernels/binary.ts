/** Maximum, minimum, PReLU, comparisons and choice with broadcasting. */
import { broadcast_util } from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { strides } from '../strided.ts';
import { hasWords } from './gather.ts';

/** In the order of the numbers in assembly/binary.ts; the first three give floats. */
const operations = [
  'Maximum',
  'Minimum',
  'Prelu',
  'Equal',
  'NotEqual',
  'Less',
  'LessEqual',
  'Greater',
  'GreaterEqual',
];

/** PReLU names its operands x and alpha. */
type Operands = { readonly a: Info; readonly b: Info } | { readonly x: Info; readonly alpha: Info };

export const binaryKernels: KernelList = (heap) => [
  ...operations.map((name, op) =>
    kernel<Operands>(name, (inputs, _attrs, stock) => {
      const [a, b] = 'alpha' in inputs ? [inputs.x, inputs.alpha] : [inputs.a, inputs.b];
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return stock();
      const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const out = heap.output(shape, op < 3 ? 'float32' : 'bool');
      if (size(shape) > 0) {
        const table = broadcastTable(heap, shape, a.shape, b.shape);
        heap.kernels.binary(op, heap.at(a), heap.at(b), heap.at(out), table);
      }
      return out;
    }),
  ),
  kernel<{ condition: Info; t: Info; e: Info }>('Select', ({ condition, t, e }, _attrs, stock) => {
    const count = size(t.shape);
    if (!hasWords(t) || size(condition.shape) !== count) return stock();
    const out = heap.output(t.shape, t.dtype);
    heap.kernels.select(heap.at(condition), heap.at(t), heap.at(e), heap.at(out), count);
    return out;
  }),
];

/** Sizes and strides of both operands, with neighbouring axes of one kind joined. */
function broadcastTable(
  heap: Heap,
  shape: readonly number[],
  a: readonly number[],
  b: readonly number[],
): number {
  const [stepsA, stepsB] = [broadcastStrides(a, shape), broadcastStrides(b, shape)];
  const axes: { size: number; a: number; b: number }[] = [];
  for (const [d, n] of shape.entries()) {
    if (n === 1) continue;
    const axis = { size: n, a: stepsA[d]!, b: stepsB[d]! };
    const last = axes[axes.length - 1];
    if (last?.a === axis.a * n && last.b === axis.b * n)
      axes[axes.length - 1] = { ...axis, size: last.size * n };
    else axes.push(axis);
  }
  if (axes.length === 0) axes.push({ size: 1, a: 0, b: 0 });
  return heap.table([
    axes.length,
    ...axes.map((x) => x.size),
    ...axes.map((x) => x.a),
    ...axes.map((x) => x.b),
  ]);
}

/** Strides of a tensor under a broadcast shape: 0 where it repeats. */
function broadcastStrides(from: readonly number[], shape: readonly number[]): number[] {
  const missing = shape.length - from.length;
  const own = strides(from);
  return shape.map((_, d) => (d < missing || from[d - missing] === 1 ? 0 : own[d - missing]!));
}
