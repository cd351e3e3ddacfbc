/** Elementary functions of one tensor. */
import { size, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

/** tfjs' name for each function of the module. */
const functions = {
  Exp: 'expEach',
  Log: 'logEach',
  Tanh: 'tanhEach',
  Sigmoid: 'sigmoidEach',
  Softplus: 'softplusEach',
  Erf: 'erfEach',
  Sign: 'signEach',
} as const;

export const unaryKernels: KernelList = (heap) =>
  Object.entries(functions).map(([name, each]) =>
    kernel<{ x: Info }>(name, ({ x }, _attrs, stock) => {
      if (x.dtype !== 'float32') return stock();
      const out = heap.output(x.shape);
      heap.kernels[each](heap.at(x), heap.at(out), size(x.shape));
      return out;
    }),
  );
