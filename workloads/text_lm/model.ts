/**
 * A decoder-only Transformer (Vaswani et al. 2017, arXiv 1706.03762; Radford et al. 2019, "Language models are unsupervised
 * multitask learners"): norms before each sublayer, learned positions, input and output embeddings shared.
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
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
} from '#nn';
import type { LanguageModelOptions } from './parameters.ts';

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
