/** Puts our kernels and gradients in the place of the WASM backend's. */
import * as tf from '@tensorflow/tfjs';
import { overrideGradient } from '../override-gradient.ts';
import { gradients } from './gradients/index.ts';
import { addMissingGradients } from '../gradients/missing.ts';
import { Heap } from './heap.ts';
import { register } from './kernel.ts';
import { kernels } from './kernels/index.ts';

let heap: Heap | undefined;

/** Installs once on the current backend, which must be `wasm`. Other backends in the process keep their gradients. */
export function installKernels(): void {
  if (heap !== undefined) return;
  if (tf.getBackend() !== 'wasm') {
    throw new Error(`The WASM kernels need the backend "wasm", not "${tf.getBackend()}".`);
  }
  const opened = new Heap(tf.backend() as unknown as ConstructorParameters<typeof Heap>[0]);
  for (const list of kernels) for (const kernel of list(opened)) register(kernel);
  for (const gradient of gradients) overrideGradient('wasm', gradient);
  addMissingGradients();
  heap = opened;
}

/** The heap of the installed kernels. */
export function installedHeap(): Heap {
  if (heap === undefined)
    throw new Error('The WASM kernels are not installed. Call installKernels() first.');
  return heap;
}
