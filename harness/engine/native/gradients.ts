/** Gradients that libtensorflow, or an operation of ours, computes in fewer passes than tfjs-core's. */
import { getGradient, type GradConfig, util, zerosLike } from '@tensorflow/tfjs';
import { run, single } from '../gradients/run.ts';

const spread = (kernelName: 'Sum' | 'Mean'): GradConfig => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dys, saved, attrs) => {
    const { shape } = saved[0]!;
    const axes = util.parseAxisParam(attrs['axis'] as number | number[], shape);
    const count = axes.reduce((product, axis) => product * shape[axis]!, 1);
    const scale = kernelName === 'Mean' ? 1 / count : 1;
    return { x: () => run('SpreadAxis', { dy: single(dys) }, { shape, axes, scale }) };
  },
});

const relu: GradConfig = {
  kernelName: 'Relu',
  inputsToSave: ['x'],
  gradFunc: (dys, saved) => ({ x: () => run('ReluGrad', { dy: single(dys), x: saved[0]! }) }),
};

/** On any device. */
export const gradients: readonly GradConfig[] = [spread('Sum'), spread('Mean'), relu];

/** Of rows of a table; what picks along another axis goes by tfjs-core's way. */
const gather = (stock: GradConfig): GradConfig => ({
  kernelName: 'GatherV2',
  inputsToSave: ['x', 'indices'],
  gradFunc: (dys, saved, attrs) => {
    const [x, indices] = saved as [(typeof saved)[0], (typeof saved)[0]];
    if (attrs['axis'] !== 0 || attrs['batchDims'] !== 0) return stock.gradFunc(dys, saved, attrs);
    const inputs = { rows: single(dys), ids: indices };
    return {
      x: () => run('TtrSegmentSum', inputs, { count: x.shape[0] }),
      indices: () => zerosLike(indices),
    };
  },
});

const segmentSum: GradConfig = {
  kernelName: 'UnsortedSegmentSum',
  inputsToSave: ['segmentIds'],
  gradFunc: (dys, [ids]) => ({ x: () => run('TtrGatherKnown', { table: single(dys), ids: ids! }) }),
};

/** With our own operations, on the CPU. */
export const ownGradients = (): readonly GradConfig[] => [
  gather(getGradient('GatherV2')),
  segmentSum,
];
