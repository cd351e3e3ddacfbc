/** Gradients of convolutions for any dilation; tfjs-core's take 1 only. */
import type { GradConfig } from '@tensorflow/tfjs';
import { run, single } from '../../gradients/run.ts';

const convolution = (kernelName: 'Conv2D' | 'DepthwiseConv2dNative'): GradConfig => ({
  kernelName,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dys, [x, filter], attrs) => {
    const dy = single(dys);
    return {
      x: () =>
        run(
          `${kernelName}BackpropInput`,
          { dy, filter: filter! },
          { ...attrs, inputShape: x!.shape },
        ),
      filter: () =>
        run(`${kernelName}BackpropFilter`, { x: x!, dy }, { ...attrs, filterShape: filter!.shape }),
    };
  },
});

export const conv2dGradients: readonly GradConfig[] = [
  convolution('Conv2D'),
  convolution('DepthwiseConv2dNative'),
];
