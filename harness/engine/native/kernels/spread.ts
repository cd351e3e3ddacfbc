/** The transpose of a reduction: every element of `dy` is copied over the axes that were summed. */
import { tidy, type TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Attrs {
  readonly shape: number[];
  readonly axes: number[];
  readonly scale: number;
}

export const spreads: KernelList = (ops) => [
  kernel<{ dy: TensorInfo }, Attrs>('SpreadAxis', ({ dy }, { shape, axes, scale }) =>
    tidy(() => {
      const T = ops.type('T', dy.dtype);
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const factor = ops.float(scale);
      const small = scale === 1 ? dy : ops.one('Mul', [dy, factor], [T]);
      const inputs = [ops.reshape(small, kept), ops.ints(shape)];
      return ops.one('BroadcastTo', inputs, [T, ops.type('Tidx', 'int32')]);
    }),
  ),
];
