/** How a kernel of ours takes the place of tfjs-node's. */
import * as tf from '@tensorflow/tfjs';
import type { Ops } from './ops.ts';

export type Result = tf.TensorInfo | tf.TensorInfo[];

/** A kernel by its tfjs name; `stock` runs the kernel it replaces on the same call. */
export interface Kernel<Inputs = never, Attrs = never> {
  readonly name: string;
  readonly compute: (inputs: Inputs, attrs: Attrs, stock: () => Result) => Result;
}

/** The kernels of one file. */
export type KernelList = (ops: Ops) => readonly Kernel[];

/** Types a kernel by its named inputs and attributes. */
export const kernel = <Inputs extends object, Attrs extends object = object>(
  name: string,
  compute: Kernel<Inputs, Attrs>['compute'],
): Kernel<Inputs, Attrs> => ({ name, compute });

/** Puts the kernel in the place of the backend's, or beside them where it has none. */
export function register({ name, compute }: Kernel): void {
  const stock = tf.getKernel(name, 'tensorflow') as tf.KernelConfig | undefined;
  if (stock !== undefined) tf.unregisterKernel(name, 'tensorflow');
  tf.registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc: (params) =>
      compute(params.inputs as never, (params.attrs ?? {}) as never, () => {
        if (stock === undefined) throw new Error(`${name} does not take these tensors.`);
        return stock.kernelFunc(params);
      }),
  });
}
