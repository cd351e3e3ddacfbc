/** Gradients of ReLU and softmax in one pass. */
import * as tf from '@tensorflow/tfjs';
import { run, single } from '../../gradients/run.ts';

export const activationGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'Relu',
    inputsToSave: ['x'],
    gradFunc: (dys, [x]) => ({ x: () => run('ReluGrad', { x: x!, dy: single(dys) }) }),
  },
  {
    kernelName: 'Softmax',
    outputsToSave: [true],
    gradFunc: (dys, [y], attrs) => {
      const dy = single(dys);
      const { dim } = attrs as unknown as tf.SoftmaxAttrs;
      if (dim === y!.rank - 1) return { logits: () => run('SoftmaxGrad', { y: y!, dy }) };
      return { logits: () => tf.mul(y!, tf.sub(dy, tf.sum(tf.mul(dy, y!), dim, true))) };
    },
  },
];
