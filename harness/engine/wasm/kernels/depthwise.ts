/** Depthwise convolution and its gradients, for any channel multiplier, stride and dilation. */
import {
  backend_util,
  type DepthwiseConv2dNativeAttrs,
  type FusedDepthwiseConv2DAttrs,
} from '@tensorflow/tfjs';
import { type Heap, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { axesOf, copyStrided } from '../strided.ts';
import { type Window, windowOf } from '../window.ts';
import { finish, type Finish } from './finish.ts';

type Shape4D = [number, number, number, number];
type Geometry = Pick<DepthwiseConv2dNativeAttrs, 'strides' | 'pad'> &
  Partial<Pick<DepthwiseConv2dNativeAttrs, 'dilations' | 'dataFormat' | 'dimRoundingMode'>>;

interface Forward {
  readonly x: Info;
  readonly filter: Info;
}

export const depthwiseKernels: KernelList = (heap) => [
  kernel<Forward, DepthwiseConv2dNativeAttrs>('DepthwiseConv2dNative', ({ x, filter }, attrs) => {
    return forward(heap, x, filter, attrs);
  }),
  kernel<Forward & Finish, FusedDepthwiseConv2DAttrs>('FusedDepthwiseConv2D', (inputs, attrs) => {
    return finish(heap, forward(heap, inputs.x, inputs.filter, attrs), inputs, attrs);
  }),
  kernel<{ dy: Info; filter: Info }, Geometry & { inputShape: Shape4D }>(
    'DepthwiseConv2dNativeBackpropInput',
    ({ dy, filter }, attrs) => {
      const { inputShape } = attrs;
      const w = geometry(inputShape, filter.shape, attrs);
      const out = heap.output(inputShape);
      const wide =
        w.outChannels === w.inChannels
          ? heap.alias(out)
          : heap.output([...inputShape.slice(0, 3), w.outChannels]);
      heap.kernels.depthwiseInputGradient(
        heap.window(w),
        heap.at(dy),
        heap.at(filter),
        heap.at(wide),
      );
      const multiplier = w.outChannels / w.inChannels;
      if (multiplier > 1) {
        const rows = w.batch * w.inHeight * w.inWidth * w.inChannels;
        heap.kernels.sumAxis(heap.at(wide), heap.at(out), rows, multiplier, 1, 1);
      }
      heap.free(wide);
      return out;
    },
  ),
  kernel<{ x: Info; dy: Info }, Geometry & { filterShape: Shape4D }>(
    'DepthwiseConv2dNativeBackpropFilter',
    ({ x, dy }, attrs) => {
      const w = geometry(x.shape, attrs.filterShape, attrs);
      const out = heap.output(attrs.filterShape);
      const wide = repeatChannels(heap, x, w);
      heap.kernels.depthwiseFilterGradient(
        heap.window(w),
        heap.at(wide),
        heap.at(dy),
        heap.at(out),
      );
      heap.free(wide);
      return out;
    },
  ),
];

function forward(heap: Heap, x: Info, filter: Info, attrs: Geometry): Info {
  const w = geometry(x.shape, filter.shape, attrs);
  const out = heap.output([w.batch, w.outHeight, w.outWidth, w.outChannels]);
  const wide = repeatChannels(heap, x, w);
  heap.kernels.depthwiseForward(heap.window(w), heap.at(wide), heap.at(filter), heap.at(out));
  heap.free(wide);
  return out;
}

function geometry(
  xShape: readonly number[],
  filterShape: readonly number[],
  attrs: Geometry,
): Window {
  const { strides, pad, dilations = 1, dataFormat = 'NHWC', dimRoundingMode } = attrs;
  if (dataFormat !== 'NHWC') {
    throw new Error(
      `depthwiseConv2d takes NHWC on the WASM engine, not ${dataFormat}. Transpose first.`,
    );
  }
  return windowOf(
    backend_util.computeConv2DInfo(
      xShape as Shape4D, filterShape as Shape4D, strides, dilations, pad, dimRoundingMode, true,
    ), // prettier-ignore
  );
}

/** x with each channel as often as the multiplier says; x itself where that is once. */
function repeatChannels(heap: Heap, x: Info, w: Window): Info {
  if (w.outChannels === w.inChannels) return heap.alias(x);
  const multiplier = w.outChannels / w.inChannels;
  const pixels = w.batch * w.inHeight * w.inWidth * w.inChannels;
  const out = heap.output([pixels, multiplier]);
  copyStrided(
    heap,
    heap.at(x),
    heap.at(out),
    axesOf([pixels, multiplier], [1, 0], [multiplier, 1]),
  );
  return out;
}
