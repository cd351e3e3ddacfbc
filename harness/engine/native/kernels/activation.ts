/** Gradients of activations that libtensorflow has as one op. */
import type { TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Inputs {
  readonly dy: TensorInfo;
  readonly x: TensorInfo;
}

export const activations: KernelList = (ops) => [
  kernel<Inputs>('ReluGrad', ({ dy, x }) => ops.one('ReluGrad', [dy, x], [ops.type('T', x.dtype)])),
];
