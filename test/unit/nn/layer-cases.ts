/** Layers evaluated on stored cases, and how far a result lies from PyTorch's float64 answer. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import * as nn from '#nn';

/** A tensor as `test/peers/nn_vectors.py` writes it. */
export interface StoredTensor {
  readonly shape: number[];
  readonly dtype: 'float32' | 'int32';
  readonly data: readonly number[];
}

/** Value and gradients of one layer on one input, with a gradient `dy` of the value. */
export interface LayerCase {
  readonly layer: keyof typeof layers;
  readonly title: string;
  readonly inputs: Readonly<Record<string, StoredTensor>>;
  readonly attributes: Attributes;
  readonly dy: StoredTensor;
  readonly value: StoredTensor;
  readonly gradients: Readonly<Record<string, StoredTensor>>;
}

interface Attributes {
  readonly stride?: number | [number, number];
  readonly padding?: 'same' | 'valid';
  readonly dilation?: number;
  readonly epsilon?: number;
  readonly labelSmoothing?: number;
  readonly causal?: boolean;
  readonly heads?: number;
  readonly reverse?: boolean;
  readonly blank?: number;
}

type Tensors = Readonly<Record<string, Tensor>>;

const layers = {
  dense: (t: Tensors) => nn.dense(t['x']!, t['kernel']!, t['bias']),
  conv2d: ({ x, filter, ...bias }: Tensors, a: Attributes) =>
    nn.conv2d(x!, filter!, { ...a, ...bias }),
  depthwiseConv2d: (t: Tensors, a: Attributes) => nn.depthwiseConv2d(t['x']!, t['filter']!, a),
  conv2dTranspose: (t: Tensors, { stride, ...a }: Attributes) =>
    nn.conv2dTranspose(t['x']!, t['filter']!, { ...a, stride: stride as number }),
  batchNorm: ({ x, scale, bias, ...mask }: Tensors, a: Attributes) =>
    nn.batchNorm(x!, scale!, bias!, { ...a, ...mask }),
  layerNorm: (t: Tensors, a: Attributes) =>
    nn.layerNorm(t['x']!, t['scale']!, t['bias']!, a.epsilon),
  instanceNorm: (t: Tensors, a: Attributes) =>
    nn.instanceNorm(t['x']!, t['scale']!, t['bias']!, a.epsilon),
  gelu: (t: Tensors) => nn.gelu(t['x']!),
  geluExact: (t: Tensors) => nn.geluExact(t['x']!),
  silu: (t: Tensors) => nn.silu(t['x']!),
  glu: (t: Tensors) => nn.glu(t['x']!),
  softmaxCrossEntropy: (t: Tensors, a: Attributes) =>
    nn.softmaxCrossEntropy(t['logits']!, t['labels']!, a.labelSmoothing),
  sigmoidCrossEntropy: (t: Tensors) => nn.sigmoidCrossEntropy(t['logits']!, t['labels']!),
  embedding: (t: Tensors) => nn.embedding(t['table']!, t['ids']!),
  attention: ({ query, key, value, ...mask }: Tensors, a: Attributes) =>
    nn.attention({ query: query!, key: key!, value: value!, ...mask, ...a }),
  multiHeadAttention: ({ x, memory, ...kernels }: Tensors, { heads = 1, causal }: Attributes) =>
    nn.multiHeadAttention({
      x: x!,
      memory: memory!,
      kernels: kernels as unknown as nn.AttentionKernels,
      heads,
      causal: causal ?? false,
    }),
  lstm: ({ x, kernel, recurrent, bias, ...rest }: Tensors, a: Attributes) =>
    nn.lstm({ x: x!, kernel: kernel!, recurrent: recurrent!, bias: bias!, ...rest, ...a }),
  gru: ({ x, kernel, recurrent, bias, ...rest }: Tensors, a: Attributes) =>
    nn.gru({ x: x!, kernel: kernel!, recurrent: recurrent!, bias: bias!, ...rest, ...a }),
  ctcLoss: (t: Tensors, { blank = 0 }: Attributes) =>
    nn.ctcLoss({
      logits: t['logits']!,
      logitLengths: t['logitLengths']!,
      labels: t['labels']!,
      labelLengths: t['labelLengths']!,
      blank,
    }),
};

/** The stored cases; their answers come from PyTorch. */
export const { cases } = JSON.parse(
  readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'),
) as { readonly cases: readonly LayerCase[] };

/** Largest difference between a layer's answers and the stored ones, relative to the largest number of each. */
export function worstError(stored: LayerCase): number {
  const errors = tf.tidy(() => {
    const inputs = mapValues(stored.inputs, load);
    const wrt = Object.keys(stored.gradients);
    const layer = (...leaves: Tensor[]) => {
      const given = Object.fromEntries(wrt.map((name, i) => [name, leaves[i]!]));
      return layers[stored.layer]({ ...inputs, ...given }, stored.attributes);
    };
    const leaves = wrt.map((name) => inputs[name]!);
    const { value, grads } = tf.valueAndGrads(layer as (...leaves: Tensor[]) => tf.Scalar)(
      leaves,
      load(stored.dy) as tf.Scalar,
    );
    return [
      difference(value, stored.value),
      ...wrt.map((name, i) => difference(grads[i]!, stored.gradients[name]!)),
    ];
  });
  return Math.max(...errors);
}

const load = ({ data, shape, dtype }: StoredTensor): Tensor => tf.tensor([...data], shape, dtype);

function difference(got: Tensor, want: StoredTensor): number {
  if (got.shape.join() !== want.shape.join()) return Infinity;
  const numbers = got.dataSync();
  const scale = Math.max(...want.data.map(Math.abs), 1e-30);
  return Math.max(...want.data.map((x, i) => Math.abs(x - numbers[i]!))) / scale;
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, f: (value: A) => B) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value)]));
