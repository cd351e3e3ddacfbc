/** Kernels that move no values: tfjs clones every tensor that a gradient needs, so copies would cost a step dearly. */
import type { CastAttrs } from '@tensorflow/tfjs';
import type { Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const identityKernels: KernelList = (heap) => [
  kernel<{ x: Info }>('Identity', ({ x }) => heap.alias(x)),
  kernel<{ x: Info }, CastAttrs>('Cast', ({ x }, { dtype }, stock) => {
    return x.dtype === dtype ? heap.alias(x) : stock();
  }),
];
