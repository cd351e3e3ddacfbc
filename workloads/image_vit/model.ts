/**
 * Vision Transformer (Dosovitskiy et al. 2021, arXiv 2010.11929) as AlgoPerf has it (after Beyer et al. 2022, arXiv
 * 2205.01580): no class token, the mean of all tokens is classified; here with learned positions.
 *
 * Shapes: N images, T patches, D width.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { LossInput, Params } from '#spec';
import {
  attentionKernels,
  conv2d,
  dense,
  dropout,
  foldIn,
  gelu,
  layerNorm,
  multiHeadAttention,
} from '#nn';
import type { VisionTransformerOptions } from './parameters.ts';

/** What every part of the network needs: parameters, options, and dropout with a new mask at every call. */
interface Network {
  readonly params: Params;
  readonly options: VisionTransformerOptions;
  readonly drop: (x: Tensor) => Tensor;
}

type ModelInput = Pick<LossInput, 'params' | 'batch' | 'dropout' | 'seed'>;

/** Class scores [N, classes] of images [N, 28, 28, 1]. */
export function visionTransformer(
  { params, batch, dropout: rate, seed }: ModelInput,
  options: VisionTransformerOptions,
): Tensor {
  let masks = 0;
  const drop = (x: Tensor): Tensor => dropout(x, rate, foldIn(seed, masks++));
  const net: Network = { params, options, drop };
  let x = embed(net, batch.tensors['image']!);
  for (let layer = 0; layer < options.layers; layer++) {
    x = residual(net, `block${layer}/attention`, x, (path, x) => attend(net, path, x));
    x = residual(net, `block${layer}/mlp`, x, (path, x) => mlp(net, path, x));
  }
  if (!options.postNorm) x = norm(net, 'encoder', x);
  const pooled = options.pooling === 'mean' ? tf.mean(x, 1) : pool(net, x); // [N, D]
  return dense(pooled, params['head/kernel']!, params['head/bias']);
}

/** Patches as vectors, row by row, each with its position's added: [N, T, D]. */
function embed({ params, options, drop }: Network, images: Tensor): Tensor {
  const filter = params['patch/kernel']!;
  const bias = params['patch/bias']!;
  const patches = conv2d(images, filter, { stride: options.patch, padding: 'valid', bias });
  const tokens = tf.reshape(patches, [images.shape[0], -1, options.width]);
  return drop(tf.add(tokens, params['position']!));
}

/** x + f(norm(x)); in the post-LN variant norm(x + f(x)). */
function residual(
  net: Network,
  path: string,
  x: Tensor,
  f: (path: string, x: Tensor) => Tensor,
): Tensor {
  if (net.options.postNorm) return norm(net, path, tf.add(x, net.drop(f(path, x))));
  return tf.add(x, net.drop(f(path, norm(net, path, x))));
}

/** A learned query's attention over the tokens, and a residual MLP: [N, T, D] -> [N, D]. */
function pool(net: Network, tokens: Tensor): Tensor {
  const [count, , width] = tokens.shape as [number, number, number];
  const probe = tf.add(tf.zeros([count, 1, width]), net.params['pool/probe']!);
  const x = attend(net, 'pool/attention', probe, tokens); // [N, 1, D]
  return tf.reshape(tf.add(x, mlp(net, 'pool/mlp', norm(net, 'pool/mlp', x))), [count, width]);
}

const norm = ({ params }: Network, path: string, x: Tensor): Tensor =>
  layerNorm(x, params[`${path}/norm/scale`]!, params[`${path}/norm/bias`]!, 1e-6);

function attend({ params, options }: Network, path: string, x: Tensor, memory = x): Tensor {
  const kernels = attentionKernels(params, path);
  return multiHeadAttention({ x, memory, kernels, heads: options.heads });
}

/** Two layers on each token: [N, T, D] -> [N, T, D]; the gated variant multiplies the hidden units by a linear map. */
function mlp({ params, options, drop }: Network, path: string, x: Tensor): Tensor {
  const layer = (name: string, x: Tensor) =>
    dense(x, params[`${path}/${name}/kernel`]!, params[`${path}/${name}/bias`]);
  const activated = gelu(layer('in', x));
  const hidden = options.gated ? tf.mul(activated, layer('gate', x)) : activated;
  return layer('out', drop(hidden));
}
