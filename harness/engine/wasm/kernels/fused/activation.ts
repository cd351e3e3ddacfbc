/** Activations and their gradients. */
import { size, type Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

/** Our name, and the module's functions forward and back. */
const activations = [
  ['TtrGelu', 'gelu', 'geluGrad'],
  ['TtrGeluExact', 'geluExact', 'geluExactGrad'],
  ['TtrSilu', 'silu', 'siluGrad'],
] as const;

export const activationKernels: KernelList = (heap) =>
  activations.flatMap(([name, forward, backward]) => [
    kernel<{ x: Info }>(name, ({ x }) => {
      const y = heap.output(x.shape);
      heap.kernels[forward](heap.at(x), heap.at(y), size(x.shape));
      return [y];
    }),
    kernel<{ x: Info; dy: Info }>(`${name}Grad`, ({ x, dy }) => {
      const dx = heap.output(x.shape);
      heap.kernels[backward](heap.at(x), heap.at(dy), heap.at(dx), size(x.shape));
      return [dx];
    }),
  ]);
