/** How a kernel of ours takes the place of the backend's. */
import * as tf from '@tensorflow/tfjs';
import type { Heap, Info } from './heap.ts';

export type Result = Info | Info[];

/** A kernel by its tfjs name; `stock` runs the kernel it replaces on the same call, or with other attributes. */
export interface Kernel<Inputs = never, Attrs = never> {
  readonly name: string;
  readonly compute: (inputs: Inputs, attrs: Attrs, stock: (attrs?: object) => Result) => Result;
}

/** The kernels of one file. */
export type KernelList = (heap: Heap) => readonly Kernel[];

/** Types a kernel by its named inputs and attributes. */
export function kernel<Inputs extends object, Attrs extends object = object>(
  name: string,
  compute: Kernel<Inputs, Attrs>['compute'],
): Kernel<Inputs, Attrs> {
  return { name, compute };
}

/** A kernel that the backend computes wrongly and that we do not offer: calling it is an error that says so. */
export function refusal(name: string, why: string): Kernel {
  return kernel(name, () => {
    throw new Error(`${name} is refused on the WASM engine: ${why}`);
  });
}

/** Puts the kernel in the place of the backend's, or beside them where the backend has none. */
export function register({ name, compute }: Kernel): void {
  const stock = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (stock !== undefined) tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({
    kernelName: name,
    backendName: 'wasm',
    kernelFunc: (params) =>
      compute(params.inputs as never, (params.attrs ?? {}) as never, (attrs) => {
        if (stock === undefined)
          throw new Error(`${name} does not take these dtypes on the WASM engine.`);
        return stock.kernelFunc(attrs === undefined ? params : { ...params, attrs: { ...attrs } });
      }),
  });
}
