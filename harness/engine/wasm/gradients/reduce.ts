/** Gradients of `Sum` and `Mean` in one pass; tfjs-core's multiply by an array of ones made in JavaScript. */
import { type GradConfig, type Tensor, util } from '@tensorflow/tfjs';
import { run, single } from '../../gradients/run.ts';

const spread = (kernelName: 'Sum' | 'Mean'): GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dys, saved, attrs) => {
    const [x] = saved as [Tensor];
    const { axis } = attrs as unknown as { axis: number | number[] };
    const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
    const count = axes.reduce((product, d) => product * x.shape[d]!, 1);
    const scale = kernelName === 'Mean' ? 1 / count : 1;
    return { x: () => run('SpreadAxis', { dy: single(dys) }, { shape: x.shape, axes, scale }) };
  },
});

export const reduceGradients: readonly GradConfig[] = [spread('Sum'), spread('Mean')];
