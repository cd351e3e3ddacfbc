import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { foldIn, threefry } from './threefry.ts';

/** How much of a spectrogram is hidden. */
export interface SpecAugmentOptions {
  /** Runs of bands that are hidden in all frames. */
  readonly frequencyMasks: number;
  /** Bands in a run at most. */
  readonly frequencyWidth: number;
  /** Runs of frames that are hidden in all bands. */
  readonly timeMasks: number;
  /** Frames in a run at most, as a share of the utterance's length. */
  readonly timeShare: number;
}

/** Hides nothing. */
export const noSpecAugment: SpecAugmentOptions = {
  frequencyMasks: 0,
  frequencyWidth: 0,
  timeMasks: 0,
  timeShare: 0,
};

/**
 * SpecAugment without time warping (Park et al. 2019, arXiv 1904.08779; widths that grow with the utterance as in
 * Park et al. 2020, arXiv 1912.05533): sets runs of bands and of frames to 0, the mean of normalized features.
 * features [B, T, F], lengths int32 [B] -> [B, T, F]. Width and place of each run are uniform; the seed decides them,
 * the same on every engine.
 */
export function specAugment(
  features: Tensor,
  lengths: Tensor,
  options: SpecAugmentOptions,
  seed: number,
): Tensor3D {
  const [batch, frames, bands] = features.shape as [number, number, number];
  const { frequencyMasks, frequencyWidth, timeMasks, timeShare } = options;
  let kept = features as Tensor3D;
  if (frequencyMasks > 0) {
    const extent = tf.fill([batch, 1, 1], bands);
    const longest = tf.fill([batch, 1, 1], frequencyWidth);
    const runs = { count: frequencyMasks, size: bands, extent, longest, seed: foldIn(seed, 0) };
    kept = tf.mul(kept, tf.expandDims(outside(runs), 1));
  }
  if (timeMasks > 0) {
    const extent = tf.reshape(tf.cast(lengths, 'float32'), [batch, 1, 1]);
    const longest = tf.floor(tf.mul(extent, timeShare));
    const runs = { count: timeMasks, size: frames, extent, longest, seed: foldIn(seed, 1) };
    kept = tf.mul(kept, tf.expandDims(outside(runs), 2));
  }
  return kept;
}

/** Runs on an axis of `size` positions, of which the first `extent` [B, 1, 1] count. */
interface Runs {
  readonly count: number;
  readonly size: number;
  readonly extent: Tensor;
  /** [B, 1, 1]. */
  readonly longest: Tensor;
  readonly seed: number;
}

/** 1 where a position lies in no run, else 0: [B, size]. */
function outside({ count, size, extent, longest, seed }: Runs): Tensor2D {
  const batch = extent.shape[0];
  const bits = new Uint32Array(2 * batch * count);
  threefry(seed, bits);
  // In [0, 1) with 24 bits, so that a product with a whole number n, rounded to float32, stays below n.
  const draws = tf.tensor(Float32Array.from(bits, (word) => (word >>> 8) / 2 ** 24));
  const [forWidth, forStart] = tf.split(tf.reshape(draws, [2, batch, count, 1]), 2) as [
    Tensor,
    Tensor,
  ];
  const width = tf.floor(tf.mul(tf.squeeze(forWidth, [0]), tf.add(longest, 1))); // [B, count, 1]
  const places = tf.add(tf.sub(extent, width), 1);
  const start = tf.floor(tf.mul(tf.squeeze(forStart, [0]), places));
  const position = tf.range(0, size);
  const inside = tf.logicalAnd(
    tf.greaterEqual(position, start),
    tf.less(position, tf.add(start, width)),
  ); // [B, count, size]
  return tf.sub<Tensor2D>(1, tf.max(tf.cast(inside, 'float32'), 1));
}
