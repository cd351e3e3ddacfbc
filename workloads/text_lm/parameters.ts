/** Options and parameters of the language model. */
import type { ParameterSpec, Role } from '#spec';
import { normal, ones, zeros } from '#nn';
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
