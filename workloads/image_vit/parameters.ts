/** Options and parameters of the Vision Transformer. */
import type { ParameterSpec } from '#spec';
import {
  attentionParameters,
  denseParameters,
  glorotUniform,
  lecunNormal,
  normParameters,
  normal,
  zeros,
} from '#nn';
import { classes, imageSize } from './data.ts';

export interface VisionTransformerOptions {
  /** Rows and columns of a patch; each patch is a token. */
  readonly patch: number;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly mlpWidth: number;
  /** Multiply the hidden units by a second linear map (Shazeer 2020, arXiv 2002.05202). */
  readonly gated: boolean;
  /** Normalize after adding a sublayer's output (Vaswani et al. 2017) instead of before computing it. */
  readonly postNorm: boolean;
  /** How tokens become one vector: their mean, or a learned query's attention (Zhai et al. 2021, arXiv 2106.04560). */
  readonly pooling: 'mean' | 'attention';
}

type Specs = Record<string, ParameterSpec>;

export function visionTransformerParameters(options: VisionTransformerOptions): Specs {
  const { patch, layers, width, postNorm, pooling } = options;
  const tokens = (imageSize / patch) ** 2;
  const specs: Specs = {
    'patch/kernel': {
      shape: [patch, patch, 1, width],
      role: 'convWeight',
      init: lecunNormal(patch ** 2),
    },
    'patch/bias': { shape: [width], role: 'bias', init: zeros },
    position: { shape: [tokens, width], role: 'embedding', init: normal(0.02) },
  };
  for (let layer = 0; layer < layers; layer++) {
    const path = `block${layer}`;
    Object.assign(
      specs,
      normParameters(`${path}/attention`, width),
      attentionParameters(`${path}/attention`, width),
      normParameters(`${path}/mlp`, width),
      mlp(`${path}/mlp`, options),
    );
  }
  if (!postNorm) Object.assign(specs, normParameters('encoder', width));
  if (pooling === 'attention') Object.assign(specs, attentionPooling(options));
  const init = lecunNormal(width);
  specs['head/kernel'] = { shape: [width, classes], role: 'weight', init };
  specs['head/bias'] = { shape: [classes], role: 'bias', init: zeros };
  return specs;
}

const attentionPooling = (options: VisionTransformerOptions): Specs => ({
  'pool/probe': {
    shape: [1, options.width],
    role: 'embedding',
    init: glorotUniform(1, options.width),
  },
  ...attentionParameters('pool/attention', options.width),
  ...normParameters('pool/mlp', options.width),
  ...mlp('pool/mlp', options),
});

const mlp = (path: string, { width, mlpWidth, gated }: VisionTransformerOptions): Specs => ({
  ...denseParameters(`${path}/in`, width, mlpWidth),
  ...(gated ? denseParameters(`${path}/gate`, width, mlpWidth) : {}),
  ...denseParameters(`${path}/out`, mlpWidth, width),
});
