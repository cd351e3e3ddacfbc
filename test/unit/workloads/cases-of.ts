import type { Batch, Workload } from '#spec';
import type { GradientCase } from './gradient-case.ts';

/** The base workload and each of its variants as cases, without augmentation, with label smoothing where the loss has it. */
export const casesOf = <Options extends object>(
  name: string,
  workload: Workload<Options>,
  batch: () => Batch,
  dropout: boolean,
): GradientCase[] =>
  Object.entries({ base: {}, ...workload.variants }).map(([variant, changes]) => {
    const options = { ...workload.options, ...changes, ...workload.unaugmented };
    return {
      workload: name,
      variant,
      options,
      model: workload.model(options),
      labelSmoothing: workload.loss === 'softmaxCrossEntropy' ? 0.1 : 0,
      dropout,
      batch,
    };
  });
