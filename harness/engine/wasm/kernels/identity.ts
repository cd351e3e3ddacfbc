/** Casts, and kernels that move no values: tfjs clones every tensor that a gradient needs, so copies would cost a step dearly. */
import type { CastAttrs } from '@tensorflow/tfjs';
import { size, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const identityKernels: KernelList = (heap) => [
  kernel<{ x: Info }>('Identity', ({ x }) => heap.alias(x)),
  kernel<{ x: Info }, CastAttrs>('Cast', ({ x }, { dtype }, stock) => {
    if (x.dtype === dtype) return heap.alias(x);
    if (x.dtype !== 'bool' || dtype !== 'float32') return stock();
    const out = heap.output(x.shape);
    heap.kernels.boolToFloat(heap.at(x), heap.at(out), size(x.shape));
    return out;
  }),
];
