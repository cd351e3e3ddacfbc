/** Images cropped in the frequency domain, small ones first. EfficientTrain, Wang et al. 2022, https://arxiv.org/abs/2211.09703 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { ImagePlan } from './image-plan.ts';

/**
 * A [B, H] = (1/H) sum over k from -B/2 to B/2 - 1 of exp(2 pi i k (b/B - h/H)): the discrete Fourier transform of H values,
 * its B lowest frequencies, and the inverse transform of B values with the mean kept. B is even.
 */
const crop = (B: number, H: number): { re: Tensor2D; im: Tensor2D } => {
  const sum = (f: (x: number) => number): Tensor2D =>
    tf.tensor2d(
      Array.from({ length: B * H }, (_, i) => {
        const phase = 2 * Math.PI * (Math.floor(i / H) / B - (i % H) / H);
        let total = 0;
        for (let k = -B / 2; k < B / 2; k++) total += f(k * phase);
        return total / H;
      }),
      [B, H],
    );
  return { re: sum(Math.cos), im: sum(Math.sin) };
};

/** Of x [..., n], its last axis times a' [n, m], moved to the front of the axes after the first: [N, p, n] to [N, m, p]. */
const alongLast = (x: Tensor, a: Tensor2D): Tensor => {
  const [count, rows, columns] = x.shape as [number, number, number];
  const product = x.reshape<Tensor2D>([-1, columns]).matMul(a, false, true);
  return product.reshape([count, rows, a.shape[0]]).transpose([0, 2, 1]);
};

/**
 * Images [N, H, W, C] to [N, rows, columns, C] that hold their lowest frequencies; rows and columns even. The real part of the
 * inverse transform is Re(A) X Re(A)' - Im(A) X Im(A)'.
 */
export const lowFrequencies = (images: Tensor4D, rows: number, columns: number): Tensor4D => {
  const [count, height, width, channels] = images.shape;
  const [down, across] = [crop(rows, height), crop(columns, width)];
  const x = images.transpose([0, 3, 1, 2]).reshape([count * channels, height, width]);
  const part = (a: Tensor2D, b: Tensor2D): Tensor => alongLast(alongLast(x, b), a);
  const y = part(down.re, across.re).sub(part(down.im, across.im));
  return y.reshape([count, channels, rows, columns]).transpose([0, 2, 3, 1]);
};

/**
 * The share `first` of the sides for the first `until` of `steps`, half way from there to 1 for half of the rest, then 1. With 5/7 and
 * 0.6 it is the paper's curriculum: 160, 160, 160, 192 and 224 pixels for a fifth of the epochs each.
 */
export const efficientTrainPlan = (first: number, until: number, steps: number): ImagePlan => ({
  at(step) {
    const x = step / steps;
    const share = x < until ? first : x < (1 + until) / 2 ? (1 + first) / 2 : 1;
    return { share, batches: 1, rate: 1 };
  },
  resize: lowFrequencies,
});
