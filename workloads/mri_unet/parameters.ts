/** Options and parameters of the U-Net. */
import type { ParameterSpec } from '#spec';
import { lecunNormal, normParameters, zeros } from '#nn';

export interface UNetOptions {
  /** Channels at full size; each halving of rows and columns doubles them. */
  readonly channels: number;
  /** How often rows and columns are halved. */
  readonly poolings: number;
  readonly activation: 'leakyRelu' | 'tanh';
  /** Norm of the blocks: each channel of an image by itself, or all of an image with scale and shift. */
  readonly norm: 'instance' | 'layer';
}

/** A block of two convolutions. */
interface Level {
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** The blocks on the way down, the one at the bottom, and those on the way up, in the order they are used. */
export function levelsOf({ channels, poolings }: UNetOptions) {
  const widths = Array.from({ length: poolings + 1 }, (_, depth) => channels * 2 ** depth);
  const down = widths.slice(0, poolings).map((outputs, depth): Level => ({
    path: `down${depth}`,
    inputs: depth === 0 ? 1 : widths[depth - 1]!,
    outputs,
  }));
  const bottom = { path: 'bottom', inputs: widths[poolings - 1]!, outputs: widths[poolings]! };
  const up = down
    .map(({ outputs }, depth): Level => ({ path: `up${depth}`, inputs: 2 * outputs, outputs }))
    .reverse();
  return { down, bottom, up };
}

type Specs = Record<string, ParameterSpec>;

export function uNetParameters(options: UNetOptions): Specs {
  const { down, bottom, up } = levelsOf(options);
  const specs: Specs = {};
  for (const level of [...down, bottom]) Object.assign(specs, block(level, options));
  for (const level of up) Object.assign(specs, grow(level), block(level, options));
  return {
    ...specs,
    'out/kernel': convolution(1, options.channels, 1),
    'out/bias': { shape: [1], role: 'bias', init: zeros },
  };
}

function block({ path, inputs, outputs }: Level, { norm }: UNetOptions): Specs {
  const specs: Specs = {
    [`${path}/conv0`]: convolution(3, inputs, outputs),
    [`${path}/conv1`]: convolution(3, outputs, outputs),
  };
  if (norm === 'layer') {
    for (const conv of Object.keys(specs)) {
      Object.assign(specs, normParameters(conv, outputs));
    }
  }
  return specs;
}

/** Doubles rows and columns and halves the channels; its windows do not overlap. */
const grow = ({ path, inputs, outputs }: Level): Specs => ({
  [`${path}/grow`]: {
    shape: [2, 2, outputs, inputs],
    role: 'convWeight',
    init: lecunNormal(inputs),
  },
});

const convolution = (size: number, inputs: number, outputs: number): ParameterSpec => ({
  shape: [size, size, inputs, outputs],
  role: 'convWeight',
  init: lecunNormal(size * size * inputs),
});
