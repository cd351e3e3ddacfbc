/** `Sum` and `Mean` with block-wise float32 sums, `Max` and `Min`, over any axes. */
import {
  backend_util,
  type MaxAttrs,
  type MeanAttrs,
  type MinAttrs,
  type SumAttrs,
  util,
} from '@tensorflow/tfjs';
import { size, type Heap, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axisGroups } from '../axes.ts';

export const reduceKernels: KernelList = (heap) => [
  kernel<{ x: Info }, SumAttrs>('Sum', ({ x }, { axis, keepDims }, stock) => {
    return x.dtype === 'float32' ? reduce(heap, x, axis, keepDims, false) : stock();
  }),
  kernel<{ x: Info }, MeanAttrs>('Mean', ({ x }, { axis, keepDims }, stock) => {
    return x.dtype === 'float32' ? reduce(heap, x, axis, keepDims, true) : stock();
  }),
  kernel<{ x: Info }, MaxAttrs>('Max', ({ x }, { reductionIndices, keepDims }, stock) => {
    return extreme(heap, x, reductionIndices, keepDims, false) ?? stock();
  }),
  kernel<{ x: Info }, MinAttrs>('Min', ({ x }, { axis, keepDims }, stock) => {
    return extreme(heap, x, axis, keepDims, true) ?? stock();
  }),
  kernel<{ dy: Info }, SpreadAttrs>('SpreadAxis', ({ dy }, { shape, axes, scale }) => {
    return spread(heap, dy, shape, axes, scale);
  }),
];

/** Attributes of `SpreadAxis`, the gradient of Sum and Mean: `axes` of `shape` were summed. */
export interface SpreadAttrs {
  readonly shape: readonly number[];
  readonly axes: readonly number[];
  readonly scale: number;
}

function reduce(
  heap: Heap,
  x: Info,
  axis: number | number[],
  keepDims: boolean,
  mean: boolean,
): Info {
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [kept, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept;
  const groups = axisGroups(x.shape, axes);
  const scale = mean ? 1 / size(reduced) : 1;
  let result = heap.alias(x);
  // The last group first: what lies before it keeps its layout.
  for (const [i, { outer, count, inner }] of groups.reverse().entries()) {
    const out = heap.output([outer, inner]);
    heap.kernels.sumAxis(
      heap.at(result),
      heap.at(out),
      outer,
      count,
      inner,
      i === groups.length - 1 ? scale : 1,
    );
    heap.free(result);
    result = out;
  }
  return { ...result, shape };
}

function spread(
  heap: Heap,
  dy: Info,
  shape: readonly number[],
  axes: readonly number[],
  scale: number,
): Info {
  const groups = axisGroups(shape, axes);
  let result = heap.alias(dy);
  for (const [i, { outer, count, inner }] of groups.entries()) {
    const out = heap.output([outer, count, inner]);
    heap.kernels.spreadAxis(
      heap.at(result),
      heap.at(out),
      outer,
      count,
      inner,
      i === 0 ? scale : 1,
    );
    heap.free(result);
    result = out;
  }
  return { ...result, shape: [...shape] };
}

/** Largest or smallest values over one run of axes that is not the last; the backend is fast for the last. */
function extreme(
  heap: Heap,
  x: Info,
  axis: number | number[],
  keepDims: boolean,
  smallest: boolean,
): Info | undefined {
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [group, ...others] = axisGroups(x.shape, axes);
  if (x.dtype !== 'float32' || group === undefined || others.length > 0) return undefined;
  const { outer, count, inner } = group;
  if (inner === 1 || count === 0) return undefined;
  const [kept] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const out = heap.output(keepDims ? backend_util.expandShapeToKeepDim(kept, axes) : kept);
  heap.kernels.extremeAxis(heap.at(x), heap.at(out), outer, count, inner, smallest);
  return out;
}
