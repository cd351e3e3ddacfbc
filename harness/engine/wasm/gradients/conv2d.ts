/** Gradient of `Conv2D` for any dilation; tfjs-core's takes 1 only. */
import type { GradConfig } from '@tensorflow/tfjs';
import { run, single } from './run.ts';

export const conv2dGradients: readonly GradConfig[] = [
  {
    kernelName: 'Conv2D',
    inputsToSave: ['x', 'filter'],
    gradFunc: (dys, [x, filter], attrs) => {
      const dy = single(dys);
      return {
        x: () =>
          run('Conv2DBackpropInput', { dy, filter: filter! }, { ...attrs, inputShape: x!.shape }),
        filter: () =>
          run('Conv2DBackpropFilter', { x: x!, dy }, { ...attrs, filterShape: filter!.shape }),
      };
    },
  },
];
