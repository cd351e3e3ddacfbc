import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';

/** A function of tensors with a gradient written by hand. */
export interface Differentiable<T extends Tensor> {
  /** What the gradient is taken in. */
  readonly inputs: readonly Tensor[];
  /** Computes the value, and the tensors that the gradient needs later. */
  forward(): { readonly value: T; readonly saved: readonly Tensor[] };
  /** Gradients of the inputs, in their order, from that of the value. It may read `saved` only. */
  backward(dy: Tensor, saved: readonly Tensor[]): readonly Tensor[];
}

/**
 * Evaluates a function and puts its own gradient on the tape.
 *
 * tfjs frees what `forward` made unless it is saved, so `backward` is given all it may use.
 */
export function customGradient<T extends Tensor>(f: Differentiable<T>): T {
  const op = tf.customGrad((...args) => {
    const save = args[args.length - 1] as tf.GradSaveFunc;
    const { value, saved } = f.forward();
    save([...saved]);
    return {
      value,
      gradFunc: (dy: Tensor, kept: Tensor[]) => [...f.backward(dy, kept)],
    };
  });
  return op(...f.inputs);
}
