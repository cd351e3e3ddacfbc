/** Options and parameters of the graph network. */
import type { ParameterSpec } from '#spec';
import { lecunNormal, normParameters, zeros } from '#nn';
import { edgeWidth, nodeWidth } from './batch.ts';
import { taskCount } from './data.ts';

export interface GraphNetworkOptions {
  readonly messageSteps: number;
  /** Width of nodes and edges before the first message. */
  readonly latentWidth: number;
  /** Widths of the layers of each update; the last is that of nodes, edges and globals from then on. */
  readonly hiddenWidths: readonly number[];
  readonly activation: 'relu' | 'gelu' | 'silu';
}

type Specs = Record<string, ParameterSpec>;

export function graphNetworkParameters(options: GraphNetworkOptions): Specs {
  const { messageSteps, latentWidth, hiddenWidths } = options;
  const specs: Specs = {
    ...dense('nodes', nodeWidth, latentWidth),
    ...dense('edges', edgeWidth, latentWidth),
  };
  const after = hiddenWidths.at(-1)!;
  for (let step = 0; step < messageSteps; step++) {
    const before = step === 0 ? latentWidth : after; // of nodes and edges
    const globals = step === 0 ? taskCount : after;
    Object.assign(
      specs,
      mlp(`step${step}/edges`, 3 * before + globals, hiddenWidths),
      mlp(`step${step}/nodes`, before + 2 * after + globals, hiddenWidths),
      mlp(`step${step}/globals`, 2 * after + globals, hiddenWidths),
    );
  }
  return { ...specs, ...dense('out', after, taskCount) };
}

function mlp(path: string, inputs: number, widths: readonly number[]): Specs {
  const specs: Specs = {};
  widths.forEach((width, i) => {
    Object.assign(
      specs,
      dense(`${path}/${i}`, i === 0 ? inputs : widths[i - 1]!, width),
      normParameters(`${path}/${i}`, width),
    );
  });
  return specs;
}

const dense = (path: string, inputs: number, outputs: number): Specs => ({
  [`${path}/kernel`]: { shape: [inputs, outputs], role: 'weight', init: lecunNormal(inputs) },
  [`${path}/bias`]: { shape: [outputs], role: 'bias', init: zeros },
});
