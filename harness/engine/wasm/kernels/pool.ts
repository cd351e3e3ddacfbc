/** Gradients of 2-D pooling. The backend's own maximum is wrong for windows without a positive value. */
import { type AvgPoolGradAttrs, backend_util, type MaxPoolGradAttrs } from '@tensorflow/tfjs';
import type { Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { type Window, windowOf } from '../window.ts';

export const poolKernels: KernelList = (heap) => [
  kernel<{ dy: Info; input: Info }, MaxPoolGradAttrs>('MaxPoolGrad', ({ dy, input }, attrs) => {
    const out = heap.output(input.shape);
    heap.kernels.maxPoolGradient(
      heap.window(geometry(input, attrs)),
      heap.at(input),
      heap.at(dy),
      heap.at(out),
    );
    return out;
  }),
  kernel<{ dy: Info; input: Info }, AvgPoolGradAttrs>('AvgPoolGrad', ({ dy, input }, attrs) => {
    const out = heap.output(input.shape);
    heap.kernels.averagePoolGradient(
      heap.window(geometry(input, attrs)),
      heap.at(dy),
      heap.at(out),
    );
    return out;
  }),
];

function geometry(
  input: Info,
  attrs: Omit<MaxPoolGradAttrs, 'dimRoundingMode'> & Partial<MaxPoolGradAttrs>,
): Window {
  const { filterSize, strides, pad, dimRoundingMode } = attrs;
  const shape = input.shape as [number, number, number, number];
  return windowOf(
    backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode),
  );
}
