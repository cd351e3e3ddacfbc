/** Options and parameters of the Transformer. */
import type { ParameterSpec } from '#spec';
import { attentionParameters, denseParameters, normParameters, normal } from '#nn';
import { sourceTokens, targetTokens } from './data.ts';

export interface TransformerOptions {
  /** Blocks of the encoder, and of the decoder. */
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly mlpWidth: number;
  /** Normalize after adding a sublayer's output (Vaswani et al. 2017) instead of before computing it. */
  readonly postNorm: boolean;
  /** Factor of the attention scores beside 1 / sqrt(width of a head). */
  readonly attentionTemperature: number;
  readonly activation: 'relu' | 'tanh';
  /** Multiply the hidden units by a second linear map (Shazeer 2020, arXiv 2002.05202). */
  readonly gated: boolean;
}

type Specs = Record<string, ParameterSpec>;

export function transformerParameters(options: TransformerOptions): Specs {
  const { layers, width, postNorm } = options;
  const specs: Specs = {
    'encoder/embedding': { shape: [sourceTokens, width], role: 'embedding', init: normal(1) },
    'decoder/embedding': { shape: [targetTokens, width], role: 'embedding', init: normal(1) },
  };
  for (let i = 0; i < layers; i++) {
    Object.assign(
      specs,
      attention(`encoder/block${i}/selfAttention`, width),
      mlp(`encoder/block${i}/mlp`, options),
      attention(`decoder/block${i}/selfAttention`, width),
      attention(`decoder/block${i}/crossAttention`, width),
      mlp(`decoder/block${i}/mlp`, options),
    );
  }
  return postNorm
    ? specs
    : { ...specs, ...normParameters('encoder', width), ...normParameters('decoder', width) };
}

const attention = (path: string, width: number): Specs => ({
  ...normParameters(path, width),
  ...attentionParameters(path, width),
});

const mlp = (path: string, { width, mlpWidth, gated }: TransformerOptions): Specs => ({
  ...normParameters(path, width),
  ...denseParameters(`${path}/in`, width, mlpWidth),
  ...(gated ? denseParameters(`${path}/gate`, width, mlpWidth) : {}),
  ...denseParameters(`${path}/out`, mlpWidth, width),
});
