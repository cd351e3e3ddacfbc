/** Layers in one pass each, by our own operations in libtensorflow (`cpp/`). */
import { tidy, type TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

/** Inputs of a gradient: `dy`, the layer's inputs, what the layer kept. */
type Given = Readonly<Record<string, TensorInfo>>;

/** x -> y, and (dy, x) -> dx. */
const activation =
  (name: string): KernelList =>
  (ops) => [
    kernel<{ x: TensorInfo }>(name, ({ x }) => ops.one(name, [x], [])),
    kernel<{ dy: TensorInfo; x: TensorInfo }>(`${name}Grad`, ({ dy, x }) =>
      ops.one(`${name}Grad`, [dy, x], []),
    ),
  ];

const layerNorm: KernelList = (ops) => [
  kernel<{ x: TensorInfo; scale: TensorInfo; bias: TensorInfo }, { epsilon: number }>(
    'TtrLayerNorm',
    ({ x, scale, bias }, { epsilon }) =>
      ops.run('TtrLayerNorm', [x, scale, bias, ops.float(epsilon)], [], 3),
  ),
  kernel<Given>('TtrLayerNormGrad', ({ dy, x, scale, residual0, residual1 }) =>
    ops.run('TtrLayerNormGrad', [dy!, x!, scale!, residual0!, residual1!], [], 3),
  ),
];

const crossEntropy: KernelList = (ops) => [
  kernel<{ logits: TensorInfo; labels: TensorInfo }, { labelSmoothing: number }>(
    'TtrSoftmaxCrossEntropy',
    ({ logits, labels }, { labelSmoothing }) =>
      ops.run('TtrSoftmaxCrossEntropy', [logits, labels, ops.float(labelSmoothing)], [], 2),
  ),
  kernel<Given>('TtrSoftmaxCrossEntropyGrad', ({ dy, residual0 }) =>
    tidy(() => {
      const column = ops.reshape(dy!, [dy!.shape[0]!, 1]);
      return [ops.one('Mul', [residual0!, column], [ops.type('T', 'float32')])];
    }),
  ),
];

export const fusedLayers: readonly KernelList[] = [
  activation('TtrGelu'),
  activation('TtrSilu'),
  layerNorm,
  crossEntropy,
];
