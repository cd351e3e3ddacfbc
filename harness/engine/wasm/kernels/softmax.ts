/** Softmax over the last axis, and gradients of softmax and ReLU in one pass. */
import type { SoftmaxAttrs } from '@tensorflow/tfjs';
import { type Info, size } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';

export const softmaxKernels: KernelList = (heap) => [
  kernel<{ logits: Info }, SoftmaxAttrs>('Softmax', ({ logits }, { dim }, stock) => {
    if (logits.dtype !== 'float32' || dim !== logits.shape.length - 1) return stock();
    const columns = logits.shape[dim]!;
    const out = heap.output(logits.shape);
    if (size(out.shape) > 0) {
      heap.kernels.softmaxRows(
        heap.at(logits),
        heap.at(out),
        size(logits.shape) / columns,
        columns,
      );
    }
    return out;
  }),
  kernel<{ y: Info; dy: Info }>('SoftmaxGrad', ({ y, dy }) => {
    const columns = y.shape[y.shape.length - 1]!;
    const out = heap.output(y.shape);
    if (size(y.shape) > 0) {
      heap.kernels.softmaxGradient(
        heap.at(y),
        heap.at(dy),
        heap.at(out),
        size(y.shape) / columns,
        columns,
      );
    }
    return out;
  }),
  kernel<{ x: Info; dy: Info }>('ReluGrad', ({ x, dy }) => {
    const out = heap.output(x.shape);
    heap.kernels.reluGradient(heap.at(x), heap.at(dy), heap.at(out), size(x.shape));
    return out;
  }),
];
