/** Layers in one pass each, by our own operations in libtensorflow (`cpp/`). */
import { tidy, type TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

/** Inputs of a gradient: `dy`, the layer's inputs, what the layer kept. */
type Given = Readonly<Record<string, TensorInfo>>;

/** x -> y, and (dy, x) -> dx. */
const ofOne =
  (name: string): KernelList =>
  (ops) => [
    kernel<{ x: TensorInfo }>(name, ({ x }) => ops.run(name, [x], [], 1)),
    kernel<{ dy: TensorInfo; x: TensorInfo }>(`${name}Grad`, ({ dy, x }) =>
      ops.run(`${name}Grad`, [dy, x], [], 1),
    ),
  ];

/** Over the last axis, or over rows and columns; kept are means and 1 / deviations. */
const norm =
  (name: 'TtrLayerNorm' | 'TtrInstanceNorm'): KernelList =>
  (ops) => [
    kernel<Given, { epsilon: number }>(name, ({ x, scale, bias }, { epsilon }) =>
      ops.run(name, [x!, scale!, bias!, ops.float(epsilon)], [], 3),
    ),
    kernel<Given>(`${name}Grad`, ({ dy, x, scale, residual0, residual1 }) =>
      ops.run(`${name}Grad`, [dy!, x!, scale!, residual0!, residual1!], [], 3),
    ),
  ];

/** Affine map of the last axis; with a relu the result is kept, which says where the gradient goes. */
const dense =
  (name: 'TtrDense' | 'TtrDenseRelu'): KernelList =>
  (ops) => [
    kernel<Given>(name, ({ x, kernel, bias }) => {
      const y = ops.one(name, [x!, kernel!, bias ?? ops.floats([])], []);
      return name === 'TtrDense' ? [y] : [y, ops.share(y)];
    }),
    kernel<Given>(`${name}Grad`, ({ dy, x, kernel, bias, residual0 }) => {
      const inputs = [dy!, x!, kernel!, bias ?? ops.floats([]), ...(residual0 ? [residual0] : [])];
      const made = ops.run(`${name}Grad`, inputs, [], 3);
      return bias === undefined ? made.slice(0, 2) : made;
    }),
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

const binaryCrossEntropy: KernelList = (ops) => [
  kernel<Given>('TtrSigmoidCrossEntropy', ({ logits, labels }) =>
    ops.run('TtrSigmoidCrossEntropy', [logits!, labels!], [], 1),
  ),
  kernel<Given>('TtrSigmoidCrossEntropyGrad', ({ dy, logits, labels }) =>
    ops.run('TtrSigmoidCrossEntropyGrad', [dy!, logits!, labels!], [], 1),
  ),
];

/** The mask is made again for the gradient, from the same seed. */
const dropout: KernelList = (ops) => {
  const apply = (x: TensorInfo, { rate, seed }: { rate: number; seed: number }) => {
    const threshold = Math.floor(rate * 2 ** 32);
    const key = Int32Array.of(seed, seed / 2 ** 32, threshold, threshold / 2 ** 32);
    const scale = ops.float(1 / (1 - rate));
    return ops.withVector(key, (given) => ops.run('TtrDropout', [x, scale, given], [], 1));
  };
  return [
    kernel<Given, { rate: number; seed: number }>('TtrDropout', ({ x }, attrs) => apply(x!, attrs)),
    kernel<Given, { rate: number; seed: number }>('TtrDropoutGrad', ({ dy }, attrs) =>
      apply(dy!, attrs),
    ),
  ];
};

export const fusedLayers: readonly KernelList[] = [
  ofOne('TtrGelu'),
  ofOne('TtrGeluExact'),
  ofOne('TtrSilu'),
  ofOne('TtrPairProducts'),
  norm('TtrLayerNorm'),
  norm('TtrInstanceNorm'),
  dense('TtrDense'),
  dense('TtrDenseRelu'),
  crossEntropy,
  binaryCrossEntropy,
  dropout,
];
