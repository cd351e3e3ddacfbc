/** Kernels that take blocks out of a tensor. */
import * as tf from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axesOf, copyStrided, strides } from '../strided.ts';
import { hasWords } from './gather.ts';

interface One {
  readonly x: Info;
}

/** Blocks of neighbours. */
const slices: KernelList = (heap) => [
  kernel<One, tf.SliceAttrs>('Slice', ({ x }, attrs, stock) => {
    if (!hasWords(x)) return stock();
    const [begin, sizes] = tf.slice_util.parseSliceParams(x, attrs.begin, attrs.size) as [
      number[],
      number[],
    ];
    tf.slice_util.assertParamsValid(x, begin, sizes);
    return slice(heap, x, begin, sizes);
  }),
  kernel<One, tf.SplitVAttrs>('SplitV', ({ x }, attrs, stock) => {
    if (!hasWords(x)) return stock();
    const axis = tf.util.parseAxisParam(attrs.axis, x.shape)[0]!;
    const sizes = tf.backend_util.prepareSplitSize(x, attrs.numOrSizeSplits, axis);
    let at = 0;
    return sizes.map((length) => {
      const begin = x.shape.map((_, d) => (d === axis ? at : 0));
      at += length;
      return slice(
        heap,
        x,
        begin,
        x.shape.map((n, d) => (d === axis ? length : n)),
      );
    });
  }),
  kernel<{ value: Info }, tf.UnpackAttrs>('Unpack', ({ value }, attrs, stock) => {
    if (!hasWords(value)) return stock();
    const axis = tf.util.parseAxisParam(attrs.axis, value.shape)[0]!;
    const sizes = value.shape.map((n, d) => (d === axis ? 1 : n));
    return Array.from({ length: value.shape[axis]! }, (_, i) => {
      const part = slice(
        heap,
        value,
        value.shape.map((_n, d) => (d === axis ? i : 0)),
        sizes,
      );
      return { ...part, shape: value.shape.filter((_n, d) => d !== axis) };
    });
  }),
];

/** Blocks with gaps, or read backwards. */
const stridedBlocks: KernelList = (heap) => [
  kernel<One, tf.StridedSliceAttrs>('StridedSlice', ({ x }, attrs, stock) => {
    if (!hasWords(x)) return stock();
    const {
      begin,
      end,
      strides: steps,
      beginMask,
      endMask,
      ellipsisMask,
      newAxisMask,
      shrinkAxisMask,
    } = attrs;
    const info = tf.slice_util.sliceInfo(
      x.shape, begin, end, steps, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask,
    ); // prettier-ignore
    const sizes = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    const out = block(heap, x, info.begin, sizes, info.strides);
    return { ...out, shape: info.finalShape };
  }),
  kernel<One, tf.ReverseAttrs>('Reverse', ({ x }, { dims }, stock) => {
    if (!hasWords(x)) return stock();
    const axes = tf.util.parseAxisParam(dims, x.shape);
    const begin = x.shape.map((n, d) => (axes.includes(d) ? n - 1 : 0));
    return block(
      heap,
      x,
      begin,
      x.shape,
      x.shape.map((_, d) => (axes.includes(d) ? -1 : 1)),
    );
  }),
];

export const sliceKernels: KernelList = (heap) => [...slices(heap), ...stridedBlocks(heap)];

/** x[begin : begin + sizes]; a view of the whole is no copy. */
export function slice(
  heap: Heap,
  x: Info,
  begin: readonly number[],
  sizes: readonly number[],
): Info {
  if (sizes.every((n, d) => n === x.shape[d])) return heap.alias(x);
  return block(
    heap,
    x,
    begin,
    sizes,
    begin.map(() => 1),
  );
}

/** The values at begin + i * steps along each axis. */
function block(
  heap: Heap,
  x: Info,
  begin: readonly number[],
  sizes: readonly number[],
  steps: readonly number[],
): Info {
  const out = heap.output(sizes, x.dtype);
  if (size(sizes) === 0) return out;
  const from = strides(x.shape);
  const start = begin.reduce((sum, b, d) => sum + b * from[d]!, 0);
  const axes = axesOf(
    sizes,
    from.map((s, d) => s * steps[d]!),
    strides(sizes),
  );
  copyStrided(heap, heap.at(x) + start * 4, heap.at(out), axes);
  return out;
}
