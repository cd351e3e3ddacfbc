/** `Cumsum` and `Cumprod` along an axis counted from the end: on -1 the backend writes over memory that is not its own. */
import { type CumprodAttrs, type CumsumAttrs, util } from '@tensorflow/tfjs';
import type { Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const runningKernels: KernelList = () =>
  ['Cumsum', 'Cumprod'].map((name) =>
    kernel<{ x: Info }, CumsumAttrs | CumprodAttrs>(name, ({ x }, attrs, stock) => {
      return stock({ ...attrs, axis: util.parseAxisParam(attrs.axis, x.shape)[0]! });
    }),
  );
