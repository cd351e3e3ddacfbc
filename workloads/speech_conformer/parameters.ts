/** Options and parameters of the Conformer. */
import type { ParameterSpec, Role } from '#spec';
import { glorotUniform, lecunNormal, ones, zeros, type SpecAugmentOptions } from '#nn';
import { alphabet } from '../speech_deepspeech/data.ts';
import {
  subsamplingParameters,
  type SubsamplingOptions,
} from '../speech_deepspeech/shared/subsampling.ts';

export interface ConformerOptions extends SubsamplingOptions {
  readonly blocks: number;
  readonly heads: number;
  /** Of the feed-forward modules. */
  readonly hiddenWidth: number;
  /** Frames that the depthwise convolution of a block sees; odd. */
  readonly kernelFrames: number;
  /** Factor of the attention's scores. */
  readonly attentionTemperature: number;
  /** What follows the depthwise convolution. */
  readonly convolutionNorm: 'batch' | 'layer';
  /** Of feed-forward and convolution modules. */
  readonly activation: 'silu' | 'gelu';
  /** What training hides of its input. */
  readonly specAugment: SpecAugmentOptions;
}

type Specs = Record<string, ParameterSpec>;

export function conformerParameters(options: ConformerOptions): Specs {
  const specs = subsamplingParameters(options);
  for (let i = 0; i < options.blocks; i++) Object.assign(specs, block(`block${i}`, options));
  return { ...specs, ...dense('out', options.width, alphabet.length) };
}

const block = (path: string, options: ConformerOptions): Specs => ({
  ...feedForward(`${path}/feedForward0`, options),
  ...attention(`${path}/attention`, options.width),
  ...convolution(`${path}/convolution`, options),
  ...feedForward(`${path}/feedForward1`, options),
  ...norm(path, options.width),
});

const feedForward = (path: string, { width, hiddenWidth }: ConformerOptions): Specs => ({
  ...norm(path, width),
  ...dense(`${path}/in`, width, hiddenWidth),
  ...dense(`${path}/out`, hiddenWidth, width),
});

function attention(path: string, width: number): Specs {
  const kernel = (role: Role): ParameterSpec => ({
    shape: [width, width],
    role,
    init: glorotUniform(width, width),
  });
  return {
    ...norm(path, width),
    [`${path}/query`]: kernel('attentionQuery'),
    [`${path}/key`]: kernel('attentionKey'),
    [`${path}/value`]: kernel('attentionValue'),
    [`${path}/out`]: kernel('attentionOut'),
  };
}

const convolution = (path: string, { width, kernelFrames }: ConformerOptions): Specs => ({
  ...norm(path, width),
  ...dense(`${path}/in`, width, 2 * width),
  [`${path}/depthwise`]: {
    shape: [kernelFrames, 1, width, 1],
    role: 'convWeight',
    init: lecunNormal(kernelFrames),
  },
  ...norm(`${path}/depthwise`, width),
  ...dense(`${path}/out`, width, width),
});

const dense = (path: string, inputs: number, outputs: number): Specs => ({
  [`${path}/kernel`]: {
    shape: [inputs, outputs],
    role: 'weight',
    init: glorotUniform(inputs, outputs),
  },
  [`${path}/bias`]: { shape: [outputs], role: 'bias', init: zeros },
});

const norm = (path: string, width: number): Specs => ({
  [`${path}/norm/scale`]: { shape: [width], role: 'normScale', init: ones },
  [`${path}/norm/bias`]: { shape: [width], role: 'normBias', init: zeros },
});
