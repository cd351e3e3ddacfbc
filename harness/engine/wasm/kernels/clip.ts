/** `ClipByValue` and `Relu6` that keep NaN; the backend's turn it into the lower bound, which hides that training diverged. */
import type { ClipByValueAttrs } from '@tensorflow/tfjs';
import { type Heap, type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const clipKernels: KernelList = (heap) => [
  kernel<{ x: Info }, ClipByValueAttrs>(
    'ClipByValue',
    ({ x }, { clipValueMin, clipValueMax }, stock) => {
      return x.dtype === 'float32' ? clip(heap, x, clipValueMin, clipValueMax) : stock();
    },
  ),
  kernel<{ x: Info }>('Relu6', ({ x }, _attrs, stock) => {
    return x.dtype === 'float32' ? clip(heap, x, 0, 6) : stock();
  }),
];

function clip(heap: Heap, x: Info, low: number, high: number): Info {
  const out = heap.output(x.shape);
  heap.kernels.clipEach(heap.at(x), heap.at(out), size(x.shape), low, high);
  return out;
}
