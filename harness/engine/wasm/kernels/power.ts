/** `Pow` by the exponents that training code writes, and `LeakyRelu`; the backend's power takes 50 times as long. */
import type { LeakyReluAttrs } from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const powerKernels: KernelList = (heap) => [
  kernel<{ a: Info; b: Info }>('Pow', ({ a, b }, _attrs, stock) => {
    const plain = a.dtype === 'float32' && b.dtype === 'float32' && b.shape.length === 0;
    return (plain ? byExponent(heap, a, heap.floats(b)[0]!) : undefined) ?? stock();
  }),
  kernel<{ x: Info }, LeakyReluAttrs>('LeakyRelu', ({ x }, { alpha }, stock) => {
    if (x.dtype !== 'float32') return stock();
    const out = heap.output(x.shape);
    heap.kernels.leakyReluEach(heap.at(x), heap.at(out), size(x.shape), alpha);
    return out;
  }),
];

function byExponent(heap: Heap, x: Info, exponent: number): Info | undefined {
  if (exponent === 1) return heap.alias(x);
  if (exponent === 2) return heap.run('Square', { x });
  if (exponent !== 3) return undefined;
  const out = heap.output(x.shape);
  heap.kernels.cubeEach(heap.at(x), heap.at(out), size(x.shape));
  return out;
}
