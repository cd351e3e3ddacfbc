/** Two small networks in plain tfjs ops, with random data: what every kernel of a training step meets. */
import { createHash } from 'node:crypto';
import * as tf from '@tensorflow/tfjs';
import { tensor, values } from './close.ts';

/** A loss of variables; `names` orders them. */
export interface Network {
  readonly variables: readonly tf.Variable[];
  readonly loss: () => tf.Scalar;
}

const variable = (shape: number[], seed: number, scale: number): tf.Variable =>
  tf.tidy(() => tf.variable(tensor(shape, seed).mul(scale)));

/** Convolutions, strides, batch statistics, pooling and a classifier on 12x12 images. */
export function residualNetwork(): Network {
  const [stem, first, second, wide, scale] = [
    variable([3, 3, 3, 8], 1, 0.3),
    variable([3, 3, 8, 8], 2, 0.2),
    variable([3, 3, 8, 8], 3, 0.2),
    variable([3, 3, 8, 12], 4, 0.2),
    variable([12], 5, 1),
  ] as const;
  const [head, bias] = [variable([12, 5], 6, 0.3), variable([5], 7, 0.1)] as const;
  const x = tf.keep(tensor([6, 12, 12, 3], 8)) as tf.Tensor4D;
  const labels = tf.keep(tf.oneHot([0, 1, 2, 3, 4, 0], 5, 1, 0, 'float32'));
  const conv = (t: tf.Tensor, w: tf.Tensor, stride: number) =>
    tf.conv2d(t as tf.Tensor4D, w as tf.Tensor4D, stride, 'same');
  return {
    variables: [stem, first, second, wide, scale, head, bias],
    loss: () => {
      const a = conv(x, stem, 1).relu();
      const b = a.add(conv(conv(a, first, 1).relu(), second, 1)).relu();
      const c = conv(b, wide, 2);
      const { mean, variance } = tf.moments(c, [0, 1, 2]);
      const d = c.sub(mean).mul(variance.add(1e-5).rsqrt()).mul(scale).relu();
      const pooled = tf.maxPool(d as tf.Tensor4D, 2, 2, 'same').mean([1, 2]);
      const logits = tf.matMul(pooled as tf.Tensor2D, head as unknown as tf.Tensor2D).add(bias);
      return tf.losses.softmaxCrossEntropy(labels, logits);
    },
  };
}

/** Embedding, causal attention, layer norm and tanh-GELU on 3 sequences of 10 tokens. */
export function languageModel(): Network {
  const [tokens, width, heads, vocabulary] = [10, 16, 2, 23];
  const [embedding, qkv, out, up, down, gain] = [
    variable([vocabulary, width], 1, 0.5),
    variable([width, 3 * width], 2, 0.3),
    variable([width, width], 3, 0.3),
    variable([width, 4 * width], 4, 0.3),
    variable([4 * width, width], 5, 0.3),
    variable([width], 6, 1),
  ] as const;
  const ids = tf.keep(
    tf.tensor1d(
      values(3 * tokens, 7).map((v) => Math.floor((v + 1) * 11)),
      'int32',
    ),
  );
  const next = tf.keep(
    tf.oneHot(
      tf.tidy(() => tf.reverse<tf.Tensor1D>(ids)),
      vocabulary,
      1,
      0,
      'float32',
    ),
  );
  const mask = tf.keep(
    tf.tidy(() =>
      tf.linalg
        .bandPart(tf.ones([tokens, tokens]), -1, 0)
        .sub(1)
        .mul(1e9),
    ),
  );
  const norm = (x: tf.Tensor) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return x.sub(mean).div(variance.add(1e-5).sqrt()).mul(gain);
  };
  const dense = (x: tf.Tensor, w: tf.Variable) => tf.matMul(x, w);
  return {
    variables: [embedding, qkv, out, up, down, gain],
    loss: () => {
      let x: tf.Tensor = tf.gather(embedding, ids);
      const parts = tf.split(
        tf.reshape(dense(norm(x), qkv), [3, tokens, 3, heads, width / heads]),
        3,
        2,
      );
      const [q, k, v] = parts.map((p) => tf.transpose(tf.squeeze(p, [2]), [0, 2, 1, 3])) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      const weights = tf.softmax(
        tf
          .matMul(q, k, false, true)
          .div(Math.sqrt(width / heads))
          .add(mask),
      );
      const mixed = tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [
        3 * tokens,
        width,
      ]);
      x = x.add(dense(mixed, out));
      const h = dense(norm(x), up);
      const gelu = h
        .mul(0.5)
        .mul(tf.tanh(h.add(h.pow(3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI))).add(1));
      x = x.add(dense(gelu, down));
      const logits = tf.matMul(norm(x), embedding, false, true);
      return tf.losses.softmaxCrossEntropy(next, logits);
    },
  };
}

/** Trains by SGD with momentum written out in plain ops. Returns the losses. */
export function train({ variables, loss }: Network, steps: number): number[] {
  const list = [...variables];
  const momenta = list.map((v) => tf.tidy(() => tf.variable(tf.zerosLike(v))));
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss, list);
      for (const [i, v] of list.entries()) {
        const momentum = momenta[i]!;
        momentum.assign(momentum.mul(0.9).add(grads[v.name]!));
        v.assign(v.sub(momentum.mul(0.05)));
      }
      losses.push(value.dataSync()[0]!);
    });
  }
  tf.dispose(momenta);
  return losses;
}

/** SHA-256 of the variables' bytes, in order. */
export function hashOf(variables: readonly tf.Variable[]): string {
  const hash = createHash('sha256');
  for (const v of variables) hash.update(new Uint8Array(v.dataSync<'float32'>().slice().buffer));
  return hash.digest('hex');
}
