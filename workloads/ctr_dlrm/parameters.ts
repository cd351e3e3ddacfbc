/** Options and parameters of the DLRM. */
import type { ParameterSpec } from '#spec';
import { glorotNormal, glorotUniform, normal, normParameters, uniform } from '#nn';
import { fieldCount, numberCount, tableRows } from './features.ts';

export interface DlrmOptions {
  readonly embeddingWidth: number;
  /** Embeddings start uniform in [-embeddingInit, embeddingInit]. */
  readonly embeddingInit: number;
  /** Widths of the bottom MLP; the last is `embeddingWidth` where vectors are multiplied. */
  readonly bottom: readonly number[];
  /** Widths of the top MLP's hidden layers. */
  readonly top: readonly number[];
  /** How the vectors meet before the top MLP: multiplied in pairs, or side by side. */
  readonly interaction: 'dot' | 'concat';
  /** Layers of equal width add to their input. */
  readonly residual: boolean;
  readonly layerNorm: boolean;
}

type Specs = Record<string, ParameterSpec>;

export function dlrmParameters(options: DlrmOptions): Specs {
  const { embeddingWidth, bottom, top, interaction } = options;
  const vectors = fieldCount + 1;
  const joined =
    interaction === 'dot' ? (vectors * (vectors + 1)) / 2 : fieldCount * embeddingWidth;
  const topWidths = [bottom.at(-1)! + joined, ...top];
  return {
    'embedding/table': {
      shape: [tableRows, embeddingWidth],
      role: 'embedding',
      init: uniform(options.embeddingInit),
    },
    ...norm('embedding', embeddingWidth, options),
    ...layers('bottom', [numberCount, ...bottom], glorotUniform, options),
    ...layers('top', topWidths, glorotNormal, options),
    ...dense('out', top.at(-1)!, 1, glorotNormal),
  };
}

function layers(
  path: string,
  widths: readonly number[],
  init: typeof glorotNormal,
  options: DlrmOptions,
): Specs {
  const specs: Specs = {};
  for (let i = 0; i + 1 < widths.length; i++) {
    const [inputs, outputs] = [widths[i]!, widths[i + 1]!];
    Object.assign(specs, dense(`${path}/${i}`, inputs, outputs, init));
    Object.assign(specs, norm(`${path}/${i}`, outputs, options));
  }
  return specs;
}

const dense = (
  path: string,
  inputs: number,
  outputs: number,
  init: typeof glorotNormal,
): Specs => ({
  [`${path}/kernel`]: { shape: [inputs, outputs], role: 'weight', init: init(inputs, outputs) },
  [`${path}/bias`]: { shape: [outputs], role: 'bias', init: normal(Math.sqrt(1 / outputs)) },
});

const norm = (path: string, width: number, { layerNorm }: DlrmOptions): Specs =>
  layerNorm ? normParameters(path, width) : {};
