/** Shape changes. tfjs-node makes a tensor of the shape or permutation on every call, and copies to cast to the same type. */
import type { DataType, TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface OneInput {
  readonly x: TensorInfo;
}

const taken = (x: TensorInfo): boolean => ['float32', 'int32', 'bool'].includes(x.dtype);

export const shapes: KernelList = (ops) => [
  kernel<OneInput, { shape: number[] }>('Reshape', ({ x }, { shape }, stock) =>
    taken(x)
      ? ops.one(
          'Reshape',
          [x, ops.ints(shape)],
          [ops.type('T', x.dtype), ops.type('Tshape', 'int32')],
        )
      : stock(),
  ),
  kernel<OneInput, { perm: number[] }>('Transpose', ({ x }, { perm }, stock) =>
    taken(x)
      ? ops.one(
          'Transpose',
          [x, ops.ints(perm)],
          [ops.type('T', x.dtype), ops.type('Tperm', 'int32')],
        )
      : stock(),
  ),
  kernel<OneInput, { dtype: DataType }>('Cast', ({ x }, { dtype }, stock) => {
    if (x.dtype !== dtype) return stock();
    ops.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype };
  }),
  /** TensorFlow's Round gives zeros for integers since 2.17 (tensorflow/tensorflow#74789). */
  kernel<OneInput>('Round', ({ x }, _, stock) => {
    if (x.dtype !== 'int32') return stock();
    ops.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  }),
];
