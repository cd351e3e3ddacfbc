/** Options and parameters of the residual network. */
import type { ParameterSpec } from '#spec';
import { heNormal, lecunNormal, ones, zeros } from '#nn';
import { classes } from './data.ts';

export interface ResNetOptions {
  readonly activation: 'relu' | 'silu' | 'gelu';
  /** Start of the scale of each block's last norm; 1 is usual. */
  readonly bnInit: number;
  /** Channels of each stage; every stage after the first halves rows and columns. */
  readonly widths: readonly number[];
  readonly blocksPerStage: number;
}

interface Block {
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly stride: number;
}

/** The residual blocks in the order they are used. */
export function blocksOf({ widths, blocksPerStage }: ResNetOptions): Block[] {
  return widths.flatMap((outputs, stage) =>
    Array.from({ length: blocksPerStage }, (_, block) => {
      const first = block === 0 && stage > 0;
      return {
        path: `stage${stage}/block${block}`,
        inputs: first ? widths[stage - 1]! : outputs,
        outputs,
        stride: first ? 2 : 1,
      };
    }),
  );
}

export function resNetParameters(options: ResNetOptions): Record<string, ParameterSpec> {
  const [stem, last] = [options.widths[0]!, options.widths.at(-1)!];
  const parameters: Record<string, ParameterSpec> = {
    'stem/conv': convolution(3, 1, stem),
    ...norm('stem/norm', stem, 1),
  };
  for (const { path, inputs, outputs } of blocksOf(options)) {
    parameters[`${path}/conv1`] = convolution(3, inputs, outputs);
    Object.assign(parameters, norm(`${path}/norm1`, outputs, 1));
    parameters[`${path}/conv2`] = convolution(3, outputs, outputs);
    Object.assign(parameters, norm(`${path}/norm2`, outputs, options.bnInit));
    if (inputs !== outputs) {
      parameters[`${path}/shortcut/conv`] = convolution(1, inputs, outputs);
      Object.assign(parameters, norm(`${path}/shortcut/norm`, outputs, 1));
    }
  }
  parameters['head/kernel'] = { shape: [last, classes], role: 'weight', init: lecunNormal(last) };
  parameters['head/bias'] = { shape: [classes], role: 'bias', init: zeros };
  return parameters;
}

const convolution = (size: number, inputs: number, outputs: number): ParameterSpec => ({
  shape: [size, size, inputs, outputs],
  role: 'convWeight',
  init: heNormal(size * size * inputs),
});

const norm = (path: string, width: number, scale: number): Record<string, ParameterSpec> => ({
  [`${path}/scale`]: {
    shape: [width],
    role: 'normScale',
    init: scale === 1 ? ones : { kind: 'constant', value: scale },
  },
  [`${path}/bias`]: { shape: [width], role: 'normBias', init: zeros },
});
