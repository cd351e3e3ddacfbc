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

/** 2 dy (a - b) and its opposite. tfjs-core's forgets to sum over what broadcast. */
const squaredDifference: tf.GradConfig = {
  kernelName: 'SquaredDifference',
  inputsToSave: ['a', 'b'],
  gradFunc: (dys, saved) => {
    const [dy, [a, b]] = [single(dys), saved as [tf.Tensor, tf.Tensor]];
    return {
      a: () => sumTo(tf.mul(dy, tf.mul(2, tf.sub(a, b))), a.shape),
      b: () => sumTo(tf.mul(dy, tf.mul(2, tf.sub(b, a))), b.shape),
    };
  },
};

/** tfjs-core's transposes the gradient once too often unless the axis is the last. */
const cumsum: tf.GradConfig = {
  kernelName: 'Cumsum',
  gradFunc: (dys, _saved, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as tf.CumsumAttrs;
    return { x: () => tf.cumsum(single(dys), axis, exclusive, !reverse) };
  },
};

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
  squaredDifference,
  cumsum,
  extreme('Maximum', tf.greaterEqual, tf.less),
  extreme('Minimum', tf.lessEqual, tf.greater),
];
