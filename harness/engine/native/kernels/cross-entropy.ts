/** Softmax cross-entropy with its gradient from one op. */
import { tidy, type TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Inputs {
  readonly logits: TensorInfo;
  readonly labels: TensorInfo;
}

interface GradInputs extends Inputs {
  readonly dy: TensorInfo;
  /** Gradient of each row's loss in its logits, [N, V]. */
  readonly residual0: TensorInfo;
}

export const crossEntropies: KernelList = (ops) => {
  const T = ops.type('T', 'float32');

  /** 1 for rows whose label lies in [0, V), else 0. */
  const counted = (labels: TensorInfo, classes: number) => {
    const Tint = ops.type('T', 'int32');
    const low = ops.one('GreaterEqual', [labels, ops.int(0)], [Tint]);
    const high = ops.one('Less', [labels, ops.int(classes)], [Tint]);
    const attributes = [ops.type('SrcT', 'bool'), ops.type('DstT', 'float32')];
    return ops.one('Cast', [ops.one('LogicalAnd', [low, high], [])], attributes);
  };

  return [
    kernel<Inputs, { labelSmoothing: number }>(
      'TtrSoftmaxCrossEntropy',
      ({ logits, labels }, { labelSmoothing }) =>
        tidy(() => {
          const classes = logits.shape[1]!;
          const rest = labelSmoothing / classes;
          const target = ops.one(
            'OneHot',
            [labels, ops.int(classes), ops.float(1 - labelSmoothing + rest), ops.float(rest)],
            [T, ops.type('TI', 'int32')],
          );
          const [losses, slope] = ops.run(
            'SoftmaxCrossEntropyWithLogits',
            [logits, target],
            [T],
            2,
          );
          return [ops.one('Mul', [losses!, counted(labels, classes)], [T]), slope!];
        }),
    ),
    kernel<GradInputs>('TtrSoftmaxCrossEntropyGrad', ({ dy, logits, labels, residual0 }) =>
      tidy(() => {
        const [rows, classes] = logits.shape as [number, number];
        const factor = ops.one('Mul', [dy, counted(labels, classes)], [T]);
        return [ops.one('Mul', [residual0, ops.reshape(factor, [rows, 1])], [T])];
      }),
    ),
  ];
};
