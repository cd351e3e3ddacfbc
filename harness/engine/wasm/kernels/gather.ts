/** `GatherV2` and `UnsortedSegmentSum` with their gradients. */
import {
  backend_util,
  type GatherV2Attrs,
  type UnsortedSegmentSumAttrs,
  util,
} from '@tensorflow/tfjs';
import { size, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

/** Rows by index, and their gradient. */
const gathers: KernelList = (heap) => [
  kernel<{ x: Info; indices: Info }, GatherV2Attrs>(
    'GatherV2',
    ({ x, indices }, { axis, batchDims }, stock) => {
      if (indices.dtype !== 'int32' || !hasWords(x)) return stock();
      const layout = gatherLayout(x.shape, indices, axis, batchDims);
      const { limit } = layout;
      const bad = heap.kernels.findBadIndex(heap.at(indices), size(indices.shape), limit);
      if (bad >= 0) {
        throw new Error(
          `gather: index ${heap.ints(indices)[bad]!} at position ${bad} is not in [0, ${limit - 1}].`,
        );
      }
      const out = heap.output(layout.outShape, x.dtype);
      eachBatch(layout, (rows, picked, at) => {
        const { outer, limit: dim, count, inner } = layout;
        heap.kernels.gatherRows(
          heap.at(x) + rows,
          heap.at(indices) + at,
          heap.at(out) + picked,
          outer,
          dim,
          count,
          inner,
        );
      });
      return out;
    },
  ),
  kernel<{ dy: Info; indices: Info }, GatherV2Attrs & { shape: number[] }>(
    'GatherV2Grad',
    ({ dy, indices }, { axis, batchDims, shape }) => {
      const layout = gatherLayout(shape, indices, axis, batchDims);
      const out = heap.output(shape);
      eachBatch(layout, (rows, picked, at) => {
        const { outer, limit: dim, count, inner } = layout;
        heap.kernels.scatterAddRows(
          heap.at(dy) + picked,
          heap.at(indices) + at,
          heap.at(out) + rows,
          outer,
          dim,
          count,
          inner,
        );
      });
      return out;
    },
  ),
];

/** Sums of rows by segment, and their gradient. */
const segmentSums: KernelList = (heap) => [
  kernel<{ x: Info; segmentIds: Info }, UnsortedSegmentSumAttrs>(
    'UnsortedSegmentSum',
    ({ x, segmentIds }, { numSegments }, stock) => {
      if (x.dtype !== 'float32') return stock();
      const tail = x.shape.slice(segmentIds.shape.length);
      const out = heap.output([numSegments, ...tail]);
      const count = size(segmentIds.shape);
      heap.kernels.scatterAddRows(
        heap.at(x),
        heap.at(segmentIds),
        heap.at(out),
        1,
        numSegments,
        count,
        size(tail),
      );
      return out;
    },
  ),
  kernel<{ dy: Info; segmentIds: Info }>('UnsortedSegmentSumGrad', ({ dy, segmentIds }) => {
    const tail = dy.shape.slice(1);
    const out = heap.output([...segmentIds.shape, ...tail]);
    heap.kernels.gatherRows(
      heap.at(dy),
      heap.at(segmentIds),
      heap.at(out),
      1,
      dy.shape[0]!,
      size(segmentIds.shape),
      size(tail),
    );
    return out;
  }),
];

export const gatherKernels: KernelList = (heap) => [...gathers(heap), ...segmentSums(heap)];

/** Whether the values are 4 bytes wide, which is all that copying kernels ask. */
export const hasWords = (x: Info): boolean => x.dtype === 'float32' || x.dtype === 'int32';

interface GatherLayout {
  readonly outShape: number[];
  readonly batch: number;
  readonly outer: number;
  readonly limit: number;
  readonly count: number;
  readonly inner: number;
}

function gatherLayout(
  shape: number[],
  indices: Info,
  axis: number,
  batchDims: number,
): GatherLayout {
  const x = { shape } as Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>[0];
  const i = indices;
  const at = util.parseAxisParam(axis, shape)[0]!;
  const info = backend_util.segment_util.collectGatherOpShapeInfo(x, i, at, batchDims);
  const {
    batchSize: batch,
    outerSize: outer,
    dimSize: limit,
    sliceSize: inner,
    outputShape,
  } = info;
  return { outShape: outputShape, batch, outer, limit, inner, count: size(indices.shape) / batch };
}

/** Calls with the byte offsets of each batch in x, in the output and in the indices. */
function eachBatch(
  layout: GatherLayout,
  call: (rows: number, picked: number, at: number) => void,
): void {
  const { batch, outer, limit, count, inner } = layout;
  for (let b = 0; b < batch; b++) {
    call(b * outer * limit * inner * 4, b * outer * count * inner * 4, b * count * 4);
  }
}
