/** Shape changes. tfjs-node makes a tensor of the shape or permutation on every call, and copies to cast to the same type. */
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface OneInput {
  readonly x: TensorInfo;
}

const taken = (x: TensorInfo): boolean => ['float32', 'int32', 'bool'].includes(x.dtype);

export const shapes: KernelList = (ops) => [
  /** To its own shape, as the gradients of all sums of tensors do, it shares the memory. */
  kernel<OneInput, { shape: number[] }>('Reshape', ({ x }, { shape }, stock) => {
    if (util.arraysEqual(x.shape, shape)) return ops.share(x);
    return taken(x) ? ops.reshape(x, shape) : stock();
  }),
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
    return x.dtype === dtype ? ops.share(x) : stock();
  }),
  /** TensorFlow's Round gives zeros for integers since 2.17 (tensorflow/tensorflow#74789). */
  kernel<OneInput>('Round', ({ x }, _, stock) => {
    return x.dtype === 'int32' ? ops.share(x) : stock();
  }),
];
