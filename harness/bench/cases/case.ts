/** One thing to time, and the helpers that most of them are made with. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import type { Timed } from '../training-step.ts';

export interface BenchCase {
  readonly group: string;
  readonly name: string;
  /** Floating-point operations of one call, a multiplication and an addition being two. */
  readonly flop?: number;
  /** Makes inputs on the engine that is open. */
  readonly make: () => Timed;
}

/** A layer: its inputs, and a function of them all. */
export interface Layer {
  readonly group: string;
  readonly name: string;
  readonly inputs: () => Tensor[];
  readonly call: (...inputs: Tensor[]) => Tensor;
  /** Of the forward pass. */
  readonly flop?: number;
}

const timed = (inputs: readonly Tensor[], call: () => void): Timed => ({
  step() {
    tf.tidy(call);
  },
  free() {
    tf.dispose([...inputs]);
  },
});

/** The value alone. */
export const forward = ({ group, name, inputs, call, flop }: Layer): BenchCase => ({
  group,
  name: `${name}, forward`,
  ...(flop === undefined ? {} : { flop }),
  make() {
    const x = inputs();
    return timed(x, () => void call(...x));
  },
});

/** The value and the gradients in all inputs; a gradient of a product of matrices costs two more products. */
export const forwardBackward = ({ group, name, inputs, call, flop }: Layer): BenchCase => ({
  group,
  name: `${name}, forward + backward`,
  ...(flop === undefined ? {} : { flop: 3 * flop }),
  make() {
    const x = inputs();
    const dy = tf.tidy(() => normal(call(...x).shape));
    // tfjs types the function as one of scalars; with `dy` any shape will do.
    const both = tf.valueAndGrads(call as (...inputs: Tensor[]) => Scalar);
    return timed([...x, dy], () => void both(x, dy as Scalar));
  },
});

/** Standard normal numbers. */
export const normal = (shape: readonly number[]): Tensor =>
  tf.randomNormal([...shape], 0, 1, 'float32', 1);
