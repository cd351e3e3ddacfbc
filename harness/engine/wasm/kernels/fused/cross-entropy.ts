/** Softmax and sigmoid cross-entropy with their gradients. */
import { size, type Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  readonly logits: Info;
  readonly labels: Info;
}
interface Smoothing {
  readonly labelSmoothing: number;
}

export const crossEntropyKernels: KernelList = (heap) => [
  kernel<Forward, Smoothing>('TtrSoftmaxCrossEntropy', ({ logits, labels }, { labelSmoothing }) => {
    const [rows, classes] = logits.shape as [number, number];
    const [losses, residual] = [heap.output([rows]), heap.output([rows, 2])];
    const at = [logits, labels, losses, residual].map((t) => heap.at(t));
    const [x, y, l, r] = at as [number, number, number, number];
    heap.kernels.softmaxCrossEntropy(x, y, l, r, rows, classes, labelSmoothing);
    return [losses, residual];
  }),
  kernel<Forward & { dy: Info; residual0: Info }, Smoothing>(
    'TtrSoftmaxCrossEntropyGrad',
    ({ logits, labels, residual0, dy }, { labelSmoothing }) => {
      const [rows, classes] = logits.shape as [number, number];
      const out = heap.output(logits.shape);
      const at = [logits, labels, residual0, dy, out].map((t) => heap.at(t));
      const [x, y, r, d, dx] = at as [number, number, number, number, number];
      heap.kernels.softmaxCrossEntropyGrad(x, y, r, d, dx, rows, classes, labelSmoothing);
      return [out];
    },
  ),
  kernel<Forward>('TtrSigmoidCrossEntropy', ({ logits, labels }) => {
    const losses = heap.output(logits.shape);
    const [x, z, y] = [heap.at(logits), heap.at(labels), heap.at(losses)];
    heap.kernels.sigmoidCrossEntropy(x, z, y, size(logits.shape));
    return [losses];
  }),
  kernel<Forward & { dy: Info }>('TtrSigmoidCrossEntropyGrad', ({ logits, labels, dy }) => {
    const out = heap.output(logits.shape);
    const [x, z, d, dx] = [heap.at(logits), heap.at(labels), heap.at(dy), heap.at(out)];
    heap.kernels.sigmoidCrossEntropyGrad(x, z, d, dx, size(logits.shape));
    return [out];
  }),
];
