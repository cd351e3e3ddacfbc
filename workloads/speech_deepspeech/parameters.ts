/** Options and parameters of the network. */
import type { ParameterSpec } from '#spec';
import { denseParameters, normParameters, uniform, type SpecAugmentOptions } from '#nn';
import { alphabet } from './data.ts';
import {
  subsamplingParameters,
  type SubsamplingOptions,
} from '../shared/spoken-phrases/subsampling.ts';
import type { NormKind } from '../shared/spoken-phrases/norms.ts';

export interface DeepSpeechOptions extends SubsamplingOptions {
  /** Bidirectional layers, half of the width in each direction. */
  readonly lstmLayers: number;
  readonly feedForwardLayers: number;
  /** Of convolutions and feed-forward layers. */
  readonly activation: 'relu' | 'tanh';
  /** Add a layer's input to its output. */
  readonly residual: boolean;
  /** Before each LSTM and feed-forward layer. */
  readonly norm: NormKind;
  /** What training hides of its input. */
  readonly specAugment: SpecAugmentOptions;
}

type Specs = Record<string, ParameterSpec>;

export function deepSpeechParameters(options: DeepSpeechOptions): Specs {
  const { width, lstmLayers, feedForwardLayers } = options;
  const specs = subsamplingParameters(options);
  for (let i = 0; i < lstmLayers; i++) {
    const units = width / 2;
    Object.assign(
      specs,
      normParameters(`lstm${i}`, width),
      direction(`lstm${i}/forward`, width, units),
      direction(`lstm${i}/backward`, width, units),
    );
  }
  for (let i = 0; i < feedForwardLayers; i++) {
    Object.assign(
      specs,
      normParameters(`feedForward${i}`, width),
      denseParameters(`feedForward${i}`, width, width),
    );
  }
  return {
    ...specs,
    ...normParameters('out', width),
    ...denseParameters('out', width, alphabet.length),
  };
}

/** Starts as PyTorch's LSTM. */
function direction(path: string, inputs: number, units: number): Specs {
  const init = uniform(1 / Math.sqrt(units));
  return {
    [`${path}/kernel`]: { shape: [inputs, 4 * units], role: 'weight', init },
    [`${path}/recurrent`]: { shape: [units, 4 * units], role: 'weight', init },
    [`${path}/bias`]: { shape: [4 * units], role: 'bias', init },
  };
}
