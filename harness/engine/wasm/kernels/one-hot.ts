/** `OneHot`: the backend writes the bits of whole numbers whatever the dtype, so floats come out as denormals. */
import type { OneHotAttrs } from '@tensorflow/tfjs';
import type { Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const oneHotKernels: KernelList = (heap) => [
  kernel<{ indices: Info }, OneHotAttrs>(
    'OneHot',
    ({ indices }, { depth, onValue, offValue, dtype }) => {
      const out = heap.output([...indices.shape, depth], dtype);
      const values =
        dtype === 'bool' ? heap.bytes(out) : dtype === 'int32' ? heap.ints(out) : heap.floats(out);
      values.fill(offValue);
      for (const [row, index] of heap.ints(indices).entries()) {
        if (index >= 0 && index < depth) values[row * depth + index] = onValue;
      }
      return out;
    },
  ),
];
