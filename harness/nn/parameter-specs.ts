/** Parameters of layers that most models have, as `Model.parameters` declares them. */
import type { ParameterSpec, Role } from '#spec';
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

/** Projections of attention without bias: `<path>/query`, `/key`, `/value` and `/out`, all [width, width]. */
export function attentionParameters(path: string, width: number): Specs {
  const kernel = (role: Role): ParameterSpec => ({
    shape: [width, width],
    role,
    init: glorotUniform(width, width),
  });
  return {
    [`${path}/query`]: kernel('attentionQuery'),
    [`${path}/key`]: kernel('attentionKey'),
    [`${path}/value`]: kernel('attentionValue'),
    [`${path}/out`]: kernel('attentionOut'),
  };
}
