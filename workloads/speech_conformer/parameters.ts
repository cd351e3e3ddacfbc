/** Options and parameters of the Conformer. */
import type { ParameterSpec } from '#spec';
import {
  attentionParameters,
  denseParameters,
  lecunNormal,
  normParameters,
  type SpecAugmentOptions,
} from '#nn';
import { alphabet } from './data.ts';
import {
  subsamplingParameters,
  type SubsamplingOptions,
} from '../shared/spoken-phrases/subsampling.ts';
import type { NormKind } from '../shared/spoken-phrases/norms.ts';

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
  readonly convolutionNorm: NormKind;
  /** Of feed-forward and convolution modules. */
  readonly activation: 'silu' | 'gelu';
  /** What training hides of its input. */
  readonly specAugment: SpecAugmentOptions;
}

type Specs = Record<string, ParameterSpec>;

export function conformerParameters(options: ConformerOptions): Specs {
  const specs = subsamplingParameters(options);
  for (let i = 0; i < options.blocks; i++) Object.assign(specs, block(`block${i}`, options));
  return { ...specs, ...denseParameters('out', options.width, alphabet.length) };
}

const block = (path: string, options: ConformerOptions): Specs => ({
  ...feedForward(`${path}/feedForward0`, options),
  ...attention(`${path}/attention`, options.width),
  ...convolution(`${path}/convolution`, options),
  ...feedForward(`${path}/feedForward1`, options),
  ...normParameters(path, options.width),
});

const feedForward = (path: string, { width, hiddenWidth }: ConformerOptions): Specs => ({
  ...normParameters(path, width),
  ...denseParameters(`${path}/in`, width, hiddenWidth),
  ...denseParameters(`${path}/out`, hiddenWidth, width),
});

const attention = (path: string, width: number): Specs => ({
  ...normParameters(path, width),
  ...attentionParameters(path, width),
});

const convolution = (path: string, { width, kernelFrames }: ConformerOptions): Specs => ({
  ...normParameters(path, width),
  ...denseParameters(`${path}/in`, width, 2 * width),
  [`${path}/depthwise`]: {
    shape: [kernelFrames, 1, width, 1],
    role: 'convWeight',
    init: lecunNormal(kernelFrames),
  },
  ...normParameters(`${path}/depthwise`, width),
  ...denseParameters(`${path}/out`, width, width),
});
