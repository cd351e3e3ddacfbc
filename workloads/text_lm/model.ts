/**
 * A decoder-only Transformer (Vaswani et al. 2017, arXiv 1706.03762; Radford et al. 2019, "Language models are unsupervised
 * multitask learners"): norms before each sublayer, learned positions, input and output embeddings shared.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { ParameterSpec, Params, Role } from '#spec';
import {
  attentionKernels,
  dense,
  dropout,
  embedding,
  foldIn,
  gelu,
  glu,
  layerNorm,
  multiHeadAttention,
  normal,
  ones,
  zeros,
} from '#nn';
import { contextLength, vocabularySize } from './data.ts';

export interface LanguageModelOptions {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Width inside the feed-forward sublayer. */
  readonly hidden: number;
  readonly activation: 'gelu' | 'glu';
  /** Norm before each sublayer, or after the residual sum as in Vaswani et al. */
  readonly norm: 'pre' | 'post';
  /** Factor of the attention scores beside 1 / sqrt(width of a head). */
  readonly attentionTemperature: number;
}

export function languageModelParameters(
  options: LanguageModelOptions,
): Record<string, ParameterSpec> {
  const { layers, width, hidden, activation } = options;
  const weight = (inputs: number, outputs: number, role: Role = 'weight', gain = 1) => ({
    shape: [inputs, outputs],
    role,
    init: normal(gain / Math.sqrt(inputs)),
  });
  const bias = (size: number): ParameterSpec => ({ shape: [size], role: 'bias', init: zeros });
  const norm = (path: string): Record<string, ParameterSpec> => ({
    [`${path}/scale`]: { shape: [width], role: 'normScale', init: ones },
    [`${path}/bias`]: { shape: [width], role: 'normBias', init: zeros },
  });
  // Each layer adds twice to the residual stream: this keeps the sum's variance (Radford et al., section 2.3).
  const residualGain = 1 / Math.sqrt(2 * layers);
  // The embedding is also the output layer: this start gives logits of variance 1.
  const embedding = (rows: number): ParameterSpec => ({
    shape: [rows, width],
    role: 'embedding',
    init: normal(1 / Math.sqrt(width)),
  });
  const parameters: Record<string, ParameterSpec> = {
    embedding: embedding(vocabularySize),
    position: embedding(contextLength),
  };
  for (let layer = 0; layer < layers; layer++) {
    const path = `layer${layer}`;
    Object.assign(parameters, norm(`${path}/norm1`), {
      [`${path}/query`]: weight(width, width, 'attentionQuery'),
      [`${path}/key`]: weight(width, width, 'attentionKey'),
      [`${path}/value`]: weight(width, width, 'attentionValue'),
      [`${path}/out`]: weight(width, width, 'attentionOut', residualGain),
      ...norm(`${path}/norm2`),
      [`${path}/up`]: weight(width, activation === 'glu' ? 2 * hidden : hidden),
      [`${path}/upBias`]: bias(activation === 'glu' ? 2 * hidden : hidden),
      [`${path}/down`]: weight(hidden, width, 'weight', residualGain),
      [`${path}/downBias`]: bias(width),
    });
  }
  return options.norm === 'pre' ? { ...parameters, ...norm('norm') } : parameters;
}

export interface LanguageModelInput {
  readonly params: Params;
  /** Token ids, int32 [N, T]. */
  readonly tokens: Tensor;
  readonly dropout: number;
  readonly seed: number;
}

/** Scores of the next token at every position: [N, T] -> [N T, vocabulary]. */
export function languageModel(input: LanguageModelInput, options: LanguageModelOptions): Tensor {
  const { params, tokens } = input;
  let masks = 0;
  const drop = (x: Tensor): Tensor => dropout(x, input.dropout, foldIn(input.seed, masks++));
  const norm = (x: Tensor, path: string): Tensor =>
    layerNorm(x, params[`${path}/scale`]!, params[`${path}/bias`]!);
  const sublayer = (x: Tensor, normPath: string, f: (x: Tensor) => Tensor): Tensor =>
    options.norm === 'pre' ? x.add(drop(f(norm(x, normPath)))) : norm(x.add(drop(f(x))), normPath);

  let x = drop(embedding(params['embedding']!, tokens).add(params['position']!));
  for (let layer = 0; layer < options.layers; layer++) {
    const path = `layer${layer}`;
    x = sublayer(x, `${path}/norm1`, (x) => selfAttention(params, path, x, options));
    x = sublayer(x, `${path}/norm2`, (x) => feedForward(params, path, x, options));
  }
  if (options.norm === 'pre') x = norm(x, 'norm');
  return x.reshape([-1, options.width]).matMul(params['embedding']!, false, true);
}

/** Causal attention in several heads: x [N, T, D] -> [N, T, D]. */
function selfAttention(
  params: Params,
  path: string,
  x: Tensor,
  { heads, width, attentionTemperature }: LanguageModelOptions,
): Tensor {
  const kernels = attentionKernels(params, path);
  const scale = attentionTemperature / Math.sqrt(width / heads);
  return multiHeadAttention({ x, kernels, heads, causal: true, scale });
}

function feedForward(
  params: Params,
  path: string,
  x: Tensor,
  options: LanguageModelOptions,
): Tensor {
  const up = dense(x, params[`${path}/up`]!, params[`${path}/upBias`]);
  const hidden = options.activation === 'glu' ? glu(up) : gelu(up);
  return dense(hidden, params[`${path}/down`]!, params[`${path}/downBias`]);
}
