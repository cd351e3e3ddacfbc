/** Gradients of `GatherV2` and `UnsortedSegmentSum`. */
import { type GradConfig, zerosLike } from '@tensorflow/tfjs';
import { run, single } from '../../gradients/run.ts';

export const gatherGradients: readonly GradConfig[] = [
  {
    kernelName: 'GatherV2',
    inputsToSave: ['x', 'indices'],
    gradFunc: (dys, [x, indices], attrs) => ({
      x: () =>
        run('GatherV2Grad', { dy: single(dys), indices: indices! }, { ...attrs, shape: x!.shape }),
      indices: () => zerosLike(indices!),
    }),
  },
  {
    kernelName: 'UnsortedSegmentSum',
    inputsToSave: ['segmentIds'],
    gradFunc: (dys, [segmentIds]) => ({
      x: () => run('UnsortedSegmentSumGrad', { dy: single(dys), segmentIds: segmentIds! }),
    }),
  },
];
