import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';

export interface ConvolutionOptions {
  /** Step in rows and columns, or one of each; 1 when left out. */
  readonly stride?: number | [number, number];
  /** TensorFlow's padding; `same` when left out. */
  readonly padding?: 'same' | 'valid';
  /** Distance between the filter's taps; 1 when left out. */
  readonly dilation?: number;
  /** Added to each output channel, [O]. */
  readonly bias?: Tensor;
}

/** Of a transposed convolution, which has one stride. */
export type TransposedOptions = Omit<ConvolutionOptions, 'dilation' | 'stride'> & {
  readonly stride?: number;
};

/** 2-D convolution: x [N, H, W, I], filter [h, w, I, O] -> [N, H', W', O]. */
export function conv2d(
  x: Tensor,
  filter: Tensor,
  { stride = 1, padding = 'same', dilation = 1, bias }: ConvolutionOptions = {},
): Tensor4D {
  const y = tf.conv2d(x as Tensor4D, dilate(filter, dilation), stride, padding);
  return bias ? tf.add(y, bias) : y;
}

/** Each channel with its own M filters: x [N, H, W, C], filter [h, w, C, M] -> [N, H', W', C M]. */
export function depthwiseConv2d(
  x: Tensor,
  filter: Tensor,
  { stride = 1, padding = 'same', dilation = 1, bias }: ConvolutionOptions = {},
): Tensor4D {
  const y = tf.depthwiseConv2d(x as Tensor4D, dilate(filter, dilation), stride, padding);
  return bias ? tf.add(y, bias) : y;
}

/**
 * Transposed convolution: x [N, H, W, I], filter [h, w, O, I] -> [N, H', W', O].
 * H' is H stride for `same` padding and (H - 1) stride + max(h, stride) for `valid`.
 */
export function conv2dTranspose(
  x: Tensor,
  filter: Tensor,
  { stride = 1, padding = 'same', bias }: TransposedOptions = {},
): Tensor4D {
  const [batch, height, width] = x.shape as [number, number, number];
  const [rows, columns, outputs] = filter.shape as [number, number, number];
  const grown = (size: number, taps: number) =>
    padding === 'same' ? size * stride : (size - 1) * stride + Math.max(taps, stride);
  const y = tf.conv2dTranspose(
    x as Tensor4D,
    filter as Tensor4D,
    [batch, grown(height, rows), grown(width, columns), outputs],
    stride,
    padding,
  );
  return bias ? tf.add(y, bias) : y;
}

/** Puts dilation - 1 zeros between the taps. tfjs has no gradient for dilated convolution itself. */
function dilate(filter: Tensor, dilation: number): Tensor4D {
  if (dilation === 1) return filter as Tensor4D;
  const [rows, columns, inputs, outputs] = filter.shape as [number, number, number, number];
  const spread = tf.pad(tf.reshape(filter, [rows, 1, columns, 1, inputs * outputs]), [
    [0, 0],
    [0, dilation - 1],
    [0, 0],
    [0, dilation - 1],
    [0, 0],
  ]);
  return tf.slice(
    tf.reshape<tf.Rank.R4>(spread, [rows * dilation, columns * dilation, inputs, outputs]),
    [0, 0, 0, 0],
    [(rows - 1) * dilation + 1, (columns - 1) * dilation + 1, inputs, outputs],
  );
}
