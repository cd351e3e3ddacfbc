/** Gradients of tfjs-core 4.22 that fail or are wrong on some inputs. Where its own are right, these compute the same. */
import * as tf from '@tensorflow/tfjs';
import { mirrorPadGradient } from './mirror-pad.ts';
import { single } from './run.ts';
import { sumTo } from './sum-to.ts';

/** The larger or smaller of two, which takes the gradient; a where they are equal. tfjs-core's forget to sum over what broadcast. */
const extreme = (
  kernelName: 'Maximum' | 'Minimum',
  first: typeof tf.greaterEqual,
  second: typeof tf.less,
): tf.GradConfig => ({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dys, saved) => {
    const [dy, [a, b]] = [single(dys), saved as [tf.Tensor, tf.Tensor]];
    return {
      a: () => sumTo(tf.mul(dy, tf.cast(first(a, b), 'float32')), a.shape),
      b: () => sumTo(tf.mul(dy, tf.cast(second(a, b), 'float32')), b.shape),
    };
  },
});

export const repairedGradients: readonly tf.GradConfig[] = [
  // tfjs-core hands over a list of gradients only when there are several; its own functions fail on a list of one.
  {
    kernelName: 'Unpack',
    gradFunc: (dys, _saved, attrs) => {
      const { axis } = attrs as unknown as tf.UnpackAttrs;
      return { value: () => tf.stack([dys].flat(), axis) };
    },
  },
  {
    kernelName: 'SplitV',
    gradFunc: (dys, _saved, attrs) => {
      const { axis } = attrs as unknown as tf.SplitVAttrs;
      return { x: () => tf.concat([dys].flat(), axis) };
    },
  },
  mirrorPadGradient,
  extreme('Maximum', tf.greaterEqual, tf.less),
  extreme('Minimum', tf.lessEqual, tf.greater),
];
