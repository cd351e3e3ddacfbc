/** Rows of tables and sums of rows in one pass (`cpp/rows.h`). */
import { type TensorInfo, util } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

type Given = Readonly<Record<string, TensorInfo>>;

/** Blocks of columns side by side; `plan` as in `cpp/join-rows.h`. */
const joins: KernelList = (ops) => {
  const join = (name: string, { dy, ...given }: Given, plan: number[]) => {
    const tables = plan[1]!;
    const tensors = Object.values(given);
    const sizes = [ops.count('tables', tables), ops.count('lists', tensors.length - tables)];
    const inputs = [...(dy ? [dy] : []), ...tensors, ops.ints(plan)];
    return ops.run(name, inputs, sizes, dy ? tables : 1);
  };
  return ['TtrJoinRows', 'TtrJoinRowsGrad'].map((name) =>
    kernel<Given, { plan: number[] }>(name, (given, { plan }) => join(name, given, plan)),
  );
};

export const rowKernels: KernelList = (ops) => [
  kernel<Given, { axis: number; batchDims: number }>(
    'GatherV2',
    ({ x, indices }, { axis, batchDims }, stock) =>
      axis === 0 && batchDims === 0 && x!.dtype === 'float32' && indices!.dtype === 'int32'
        ? ops.one('TtrGather', [x!, indices!], [])
        : stock(),
  ),
  kernel<Given, { numSegments: number }>(
    'UnsortedSegmentSum',
    ({ x, segmentIds }, { numSegments }, stock) =>
      x!.dtype === 'float32' && segmentIds!.dtype === 'int32'
        ? ops.one('TtrSegmentSum', [x!, segmentIds!, ops.int(numSegments)], [])
        : stock(),
  ),
  /** Rows [..., W] with ids [...] -> [count, W]. */
  kernel<Given, { count: number }>('TtrSegmentSum', ({ rows, ids }, { count }) =>
    ops.one('TtrSegmentSum', [rows!, ids!, ops.int(count)], []),
  ),
  /** Rows of a table; an id outside it gives zeros. */
  kernel<Given>('TtrGatherKnown', ({ table, ids }) =>
    ops.one('TtrGatherKnown', [table!, ids!], []),
  ),
  ...joins(ops),
  /** Attention's way to its heads and back, [A, B, C, D] -> [A, C, B, D]. */
  kernel<Given, { perm: number[] }>('Transpose', ({ x }, { perm }, stock) =>
    x!.dtype === 'float32' && util.arraysEqual(perm, [0, 2, 1, 3])
      ? ops.one('TtrSwapAxes', [x!], [])
      : stock(),
  ),
];
