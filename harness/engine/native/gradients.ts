/** Gradients that libtensorflow computes in fewer passes than tfjs-core's. */
import { engine, type GradConfig, type Tensor, util } from '@tensorflow/tfjs';

const run = (name: string, inputs: Record<string, Tensor>, attrs: object = {}): Tensor =>
  engine().runKernel(name, inputs, { ...attrs });

const single = (dy: Tensor | Tensor[]): Tensor => (Array.isArray(dy) ? dy[0]! : dy);

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

export const gradients: readonly GradConfig[] = [spread('Sum'), spread('Mean'), relu];
