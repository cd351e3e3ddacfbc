/**
 * Encoder-decoder Transformer (Vaswani et al. 2017, arXiv 1706.03762), pre-LN as AlgoPerf's WMT model: fixed sinusoidal
 * positions, attention without biases, and the decoder's embedding used again as its output layer.
 *
 * Shapes: B words, S letters, T phonemes, D width, H heads, V phoneme tokens.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { dense, denseRelu, embedding, headAttention, layerNorm, sinusoidalPositions } from '#nn';
import { padding } from './data.ts';
import type { TransformerOptions } from './parameters.ts';

/** What every part of the network needs: parameters, options, and dropout with a new mask at every call. */
export interface Network {
  readonly params: Params;
  readonly options: TransformerOptions;
  drop(x: Tensor): Tensor;
}

/** What queries attend to: keys and values, [B, length, D] each. */
type Memory = { key: Tensor; value: Tensor };

/** An encoded batch: a memory for each decoder block, and 1 where there is a letter, [B, S]. */
export type Encoded = { memories: Memory[]; mask: Tensor };

/** What the decoder has said so far: a memory for each of its blocks. */
export type Past = Memory[];

/** source int32 [B, S]. */
export function encode(net: Network, source: Tensor): Encoded {
  const mask = tf.cast(tf.notEqual(source, padding), 'float32');
  let x = embed(net, 'encoder', source, 0); // [B, S, D]
  for (const block of blocks(net, 'encoder')) {
    x = residual(net, `${block}/selfAttention`, x, (path, x) =>
      attend(net, path, x, remember(net, path, x), { keyMask: mask }),
    );
    x = residual(net, `${block}/mlp`, x, (path, x) => mlp(net, path, x));
  }
  const encoded = finalNorm(net, 'encoder', x);
  const memories = blocks(net, 'decoder').map((block) =>
    remember(net, `${block}/crossAttention`, encoded),
  );
  return { memories, mask };
}

/**
 * Logits [B, T, V] of the tokens that follow `tokens`, int32 [B, T]. All T at once with a causal mask; or one at a
 * time (T = 1), then with the past of the tokens before. Also gives the past including `tokens`.
 */
export function decode(
  net: Network,
  { memories, mask }: Encoded,
  tokens: Tensor,
  past?: Past,
): { logits: Tensor; past: Past } {
  let x = embed(net, 'decoder', tokens, past?.[0]?.key.shape[1] ?? 0); // [B, T, D]
  const said: Past = [];
  for (const [i, block] of blocks(net, 'decoder').entries()) {
    x = residual(net, `${block}/selfAttention`, x, (path, x) => {
      const memory = extend(past?.[i], remember(net, path, x));
      said.push(memory);
      return attend(net, path, x, memory, { causal: past === undefined });
    });
    x = residual(net, `${block}/crossAttention`, x, (path, x) =>
      attend(net, path, x, memories[i]!, { keyMask: mask }),
    );
    x = residual(net, `${block}/mlp`, x, (path, x) => mlp(net, path, x));
  }
  const table = net.params['decoder/embedding']!; // [V, D]
  const y = tf.div(finalNorm(net, 'decoder', x), Math.sqrt(net.options.width));
  return { logits: dense(y, tf.transpose(table)), past: said };
}

const blocks = ({ options }: Network, side: 'encoder' | 'decoder'): string[] =>
  Array.from({ length: options.layers }, (_, i) => `${side}/block${i}`);

/** Tokens [B, T] at positions start, start + 1, ... -> [B, T, D]. */
function embed(net: Network, side: string, tokens: Tensor, start: number): Tensor {
  const x = embedding(net.params[`${side}/embedding`]!, tokens);
  return net.drop(tf.add(x, sinusoidalPositions(tokens.shape[1]!, net.options.width, start)));
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

/** A pre-LN stack ends in a norm; in a post-LN stack its last block did that. */
const finalNorm = (net: Network, path: string, x: Tensor): Tensor =>
  net.options.postNorm ? x : norm(net, path, x);

const norm = ({ params }: Network, path: string, x: Tensor): Tensor =>
  layerNorm(x, params[`${path}/norm/scale`]!, params[`${path}/norm/bias`]!, 1e-6);

/** Keys and values of x [B, length, D]. */
const remember = (net: Network, path: string, x: Tensor): Memory => ({
  key: dense(x, net.params[`${path}/key`]!),
  value: dense(x, net.params[`${path}/value`]!),
});

const extend = (past: Memory | undefined, now: Memory): Memory =>
  past
    ? {
        key: tf.concat([past.key, now.key], 1),
        value: tf.concat([past.value, now.value], 1),
      }
    : now;

/** Multi-head attention of x [B, T, D] to a memory -> [B, T, D]. */
function attend(
  net: Network,
  path: string,
  x: Tensor,
  memory: Memory,
  visible: { readonly causal?: boolean; readonly keyMask?: Tensor },
): Tensor {
  const { params, options } = net;
  const { heads, width, attentionTemperature } = options;
  const query = dense(x, params[`${path}/query`]!);
  const scale = attentionTemperature / Math.sqrt(width / heads);
  const mixed = headAttention({ query, ...memory, ...visible, heads, scale }); // [B, T, D]
  return dense(mixed, params[`${path}/out`]!);
}

/** Two layers on each position: [B, T, D] -> [B, T, D]; the gated variant multiplies the hidden units by a linear map. */
function mlp(net: Network, path: string, x: Tensor): Tensor {
  const { params, options } = net;
  const layer = (name: string, x: Tensor, map = dense) =>
    map(x, params[`${path}/${name}/kernel`]!, params[`${path}/${name}/bias`]);
  const activated =
    options.activation === 'relu'
      ? layer('in', x, denseRelu)
      : tf[options.activation](layer('in', x));
  const hidden = options.gated ? tf.mul(activated, layer('gate', x)) : activated;
  return layer('out', net.drop(hidden));
}
