/**
 * Deep learning recommendation model (DLRM, Naumov et al. 2019, arXiv 1906.00091), laid out as AlgoPerf's: a bottom MLP
 * turns the numbers into a vector, each field is a row of one table, the vectors are multiplied in pairs, and a top MLP
 * judges. B examples, F fields, D embedding width.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D } from '@tensorflow/tfjs';
import type { LossInput, Params } from '#spec';
import { dense, denseRelu, dropout, embedding, layerNorm, pairProducts } from '#nn';
import type { DlrmOptions } from './parameters.ts';

interface Network {
  readonly params: Params;
  readonly options: DlrmOptions;
}

/** Logits [B] of being late. */
export function dlrm(
  { params, batch, dropout: rate, seed }: Pick<LossInput, 'params' | 'batch' | 'dropout' | 'seed'>,
  options: DlrmOptions,
): Tensor1D {
  const net: Network = { params, options };
  const { numbers, rows } = batch.tensors as { numbers: Tensor; rows: Tensor };
  const vector = mlp(net, 'bottom', numbers); // [B, last bottom width]
  const vectors = norm(net, 'embedding', embedding(params['embedding/table']!, rows)); // [B, F, D]
  const joined = options.interaction === 'dot' ? products(vector, vectors) : flat(vectors);
  const hidden = mlp(net, 'top', tf.concat([vector, joined], 1)); // [B, last top width]
  return tf.reshape(layer(net, 'out', dropout(hidden, rate, seed)), [-1]);
}

/** Dense layers with ReLU; in the residual variant each but the first adds to what it was given. */
function mlp(net: Network, path: 'bottom' | 'top', input: Tensor): Tensor {
  let x = input;
  for (let i = 0; i < net.options[path].length; i++) {
    const y = norm(net, `${path}/${i}`, layer(net, `${path}/${i}`, x, denseRelu));
    x = net.options.residual && i > 0 ? tf.add(x, y) : y;
  }
  return x;
}

const layer = ({ params }: Network, path: string, x: Tensor, map = dense): Tensor =>
  map(x, params[`${path}/kernel`]!, params[`${path}/bias`]);

const norm = ({ params, options }: Network, path: string, x: Tensor): Tensor =>
  options.layerNorm
    ? layerNorm(x, params[`${path}/norm/scale`]!, params[`${path}/norm/bias`]!, 1e-6)
    : x;

/** Dot products of all pairs among the dense vector [B, D] and the fields' [B, F, D], each with itself too. */
function products(vector: Tensor, vectors: Tensor): Tensor {
  const all = tf.concat([tf.expandDims(vector, 1), vectors], 1); // [B, F + 1, D]
  return pairProducts(all);
}

const flat = (x: Tensor): Tensor => tf.reshape(x, [x.shape[0], -1]);
