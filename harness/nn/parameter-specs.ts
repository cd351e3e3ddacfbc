/** Parameters of layers that most models have, as `Model.parameters` declares them. */
import type { ParameterSpec } from '#spec';
import { glorotUniform, ones, zeros } from './initializers.ts';

type Specs = Record<string, ParameterSpec>;

/** A dense layer: `<path>/kernel` [inputs, outputs] and `<path>/bias` [outputs]. */
export const denseParameters = (path: string, inputs: number, outputs: number): Specs => ({
  [`${path}/kernel`]: {
    shape: [inputs, outputs],
    role: 'weight',
    init: glorotUniform(inputs, outputs),
  },
  [`${path}/bias`]: { shape: [outputs], role: 'bias', init: zeros },
});

/** A norm over `width` channels: `<path>/norm/scale` and `<path>/norm/bias`, both [width]. */
export const normParameters = (path: string, width: number): Specs => ({
  [`${path}/norm/scale`]: { shape: [width], role: 'normScale', init: ones },
  [`${path}/norm/bias`]: { shape: [width], role: 'normBias', init: zeros },
});
