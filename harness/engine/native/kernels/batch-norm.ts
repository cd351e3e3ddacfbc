/** Batch normalization with the batch's own statistics as one op, and one for its gradient. */
import { tidy, type TensorInfo, util } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Inputs {
  readonly x: TensorInfo;
  readonly scale: TensorInfo;
  readonly bias: TensorInfo;
}

interface GradInputs extends Inputs {
  readonly dy: TensorInfo;
  readonly residual0: TensorInfo;
  readonly residual1: TensorInfo;
  readonly residual2: TensorInfo;
}

interface Attrs {
  readonly epsilon: number;
}

/** The op takes images only: [..., C] is handed over as [N, 1, 1, C]. */
function imageShape({ shape }: TensorInfo): readonly number[] {
  const channels = shape.at(-1)!;
  return shape.length === 4 ? shape : [util.sizeFromShape(shape) / channels, 1, 1, channels];
}

export const batchNorms: KernelList = (ops) => {
  const attributes = (epsilon: number) => [
    ops.type('T', 'float32'),
    ops.type('U', 'float32'),
    ops.number('epsilon', epsilon),
    ops.text('data_format', 'NHWC'),
    ops.bool('is_training', true),
  ];
  const reshape = <T extends TensorInfo>(x: T, shape: readonly number[]) =>
    util.arraysEqual(x.shape, [...shape]) ? x : ops.reshape(x, shape);

  return [
    kernel<Inputs, Attrs>('TtrBatchNorm', ({ x, scale, bias }, { epsilon }) =>
      tidy(() => {
        const nothing = ops.floats([]);
        const inputs = [reshape(x, imageShape(x)), scale, bias, nothing, nothing];
        const [y, , , ...reserved] = ops.run('FusedBatchNormV3', inputs, attributes(epsilon), 6);
        return [reshape(y!, x.shape), ...reserved];
      }),
    ),
    kernel<GradInputs, Attrs>('TtrBatchNormGrad', (given, { epsilon }) =>
      tidy(() => {
        const { dy, x, scale, residual0, residual1, residual2 } = given;
        const image = imageShape(x);
        const inputs = [
          reshape(dy, image),
          reshape(x, image),
          scale,
          residual0,
          residual1,
          residual2,
        ];
        const made = ops.run('FusedBatchNormGradV3', inputs, attributes(epsilon), 5);
        return [reshape(made[0]!, x.shape), made[1]!, made[2]!];
      }),
    ),
  ];
};
