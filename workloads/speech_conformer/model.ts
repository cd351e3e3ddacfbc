/**
 * Conformer (Gulati et al. 2020, arXiv 2005.08100) as in AlgoPerf: convolutions that make frames fewer, sinusoidal
 * positions added once, and blocks of half a feed-forward module, self-attention, convolution, half a feed-forward module.
 *
 * Shapes: B utterances, T frames, F bands, N frames after subsampling, D width, H heads, V letters with the blank.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import {
  attentionKernels,
  dense,
  depthwiseConv2d,
  gelu,
  glu,
  layerNorm,
  multiHeadAttention,
  relu,
  silu,
  sinusoidalPositions,
  type Norm,
} from '#nn';
import { realFrames, subsample } from '../shared/spoken-phrases/subsampling.ts';
import type { Scores } from '../shared/spoken-phrases/transcripts.ts';
import type { ConformerOptions } from './parameters.ts';

/** What every part of the network needs. */
export interface Network {
  readonly params: Params;
  readonly options: ConformerOptions;
  /** Dropout with a new mask at every call. */
  drop(x: Tensor): Tensor;
  /** What follows the depthwise convolutions, where training and evaluation differ. */
  readonly norm: Norm;
}

const activations = { silu, gelu };

/** features [B, T, F], lengths int32 [B]. Padding frames change nothing of the frames that count. */
export function conformer(net: Network, features: Tensor, lengths: Tensor): Scores {
  const { params, options } = net;
  const frames = subsample(params, options, features, lengths, relu);
  const count = frames.x.shape[1]!;
  const mask = realFrames(frames.lengths, count);
  let x = net.drop(tf.add(frames.x, sinusoidalPositions(count, options.width)));
  for (let i = 0; i < options.blocks; i++) x = block(net, `block${i}`, x, mask);
  return { logits: linear(net, 'out', x), lengths: frames.lengths };
}

/** [B, N, D] -> [B, N, D]. */
function block(net: Network, path: string, input: Tensor, mask: Tensor): Tensor {
  let x = tf.add(input, tf.mul(0.5, feedForward(net, `${path}/feedForward0`, input)));
  x = tf.add(x, selfAttention(net, `${path}/attention`, x, mask));
  x = tf.add(x, convolution(net, `${path}/convolution`, x, mask));
  x = tf.add(x, tf.mul(0.5, feedForward(net, `${path}/feedForward1`, x)));
  return normalized(net, path, x);
}

const normalized = ({ params }: Network, path: string, x: Tensor): Tensor =>
  layerNorm(x, params[`${path}/norm/scale`]!, params[`${path}/norm/bias`]!, 1e-6);

const linear = ({ params }: Network, path: string, x: Tensor): Tensor =>
  dense(x, params[`${path}/kernel`]!, params[`${path}/bias`]);

function feedForward(net: Network, path: string, x: Tensor): Tensor {
  const hidden = linear(net, `${path}/in`, normalized(net, path, x));
  const activated = activations[net.options.activation](hidden);
  return net.drop(linear(net, `${path}/out`, net.drop(activated)));
}

function selfAttention(net: Network, path: string, x: Tensor, keyMask: Tensor): Tensor {
  const { params, options } = net;
  const mixed = multiHeadAttention({
    x: normalized(net, path, x),
    kernels: attentionKernels(params, path),
    heads: options.heads,
    keyMask,
    scale: options.attentionTemperature / Math.sqrt(options.width / options.heads),
  });
  return net.drop(mixed);
}

/** Gated pointwise convolution, depthwise convolution over time, norm, pointwise convolution. */
function convolution(net: Network, path: string, x: Tensor, mask: Tensor): Tensor {
  const gated = glu(linear(net, `${path}/in`, normalized(net, path, x)));
  const real = tf.mul(gated, tf.expandDims(mask, 2));
  const taps = net.params[`${path}/depthwise`]!;
  const spread = tf.squeeze(depthwiseConv2d(tf.expandDims(real, 2), taps), [2]);
  const activate = activations[net.options.activation];
  const activated = activate(net.norm(spread, `${path}/depthwise/norm`, mask));
  return net.drop(linear(net, `${path}/out`, activated));
}
