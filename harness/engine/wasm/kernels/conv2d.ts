/** Convolution of NHWC images, its gradients, and `FusedConv2D`. */
import { backend_util, type Conv2DAttrs, type FusedConv2DAttrs } from '@tensorflow/tfjs';
import type { Heap, Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { outPixels, transposed, type Window, windowOf } from '../window.ts';
import { finish, type Finish } from './finish.ts';

interface Forward {
  readonly x: Info;
  readonly filter: Info;
}
/** Attributes of all convolutions; some callers in tfjs-core leave the last ones out. */
type Geometry = Pick<Conv2DAttrs, 'strides' | 'pad'> &
  Partial<Pick<Conv2DAttrs, 'dilations' | 'dataFormat' | 'dimRoundingMode'>>;

export const conv2dKernels: KernelList = (heap) => [
  kernel<Forward, Conv2DAttrs>('Conv2D', ({ x, filter }, attrs) =>
    convolve(heap, x, filter, attrs),
  ),
  kernel<Forward & Finish, FusedConv2DAttrs>('FusedConv2D', (inputs, attrs) => {
    const product = convolve(heap, inputs.x, inputs.filter, attrs);
    return finish(heap, product, inputs, attrs);
  }),
  kernel<{ x: Info; dy: Info }, Geometry & { filterShape: Shape4D }>(
    'Conv2DBackpropFilter',
    ({ x, dy }, attrs) => {
      const w = geometry(x.shape, attrs.filterShape, attrs);
      const out = heap.output(attrs.filterShape);
      filterGradient(heap, w, heap.at(x), heap.at(dy), heap.at(out));
      return out;
    },
  ),
  kernel<{ dy: Info; filter: Info }, Geometry & { inputShape: Shape4D }>(
    'Conv2DBackpropInput',
    ({ dy, filter }, attrs) => {
      const w = geometry(attrs.inputShape, filter.shape, attrs);
      const out = heap.output(attrs.inputShape);
      inputGradient(heap, w, heap.at(dy), heap.at(filter), heap.at(out));
      return out;
    },
  ),
];

type Shape4D = [number, number, number, number];

/** The window that these attributes mean; anything but NHWC is refused. */
function geometry(xShape: number[], filterShape: number[], attrs: Geometry): Window {
  const { strides, pad, dilations = 1, dataFormat = 'NHWC', dimRoundingMode } = attrs;
  if (dataFormat !== 'NHWC')
    throw new Error(`conv2d takes NHWC on the WASM engine, not ${dataFormat}. Transpose first.`);
  return windowOf(
    backend_util.computeConv2DInfo(
      xShape as Shape4D,
      filterShape as Shape4D,
      strides,
      dilations,
      pad,
      dimRoundingMode,
    ),
  );
}

function convolve(heap: Heap, x: Info, filter: Info, attrs: Geometry): Info {
  const w = geometry(x.shape, filter.shape, attrs);
  const out = heap.output([w.batch, w.outHeight, w.outWidth, w.outChannels]);
  forward(heap, w, heap.at(x), heap.at(filter), heap.at(out));
  return out;
}

/** A 1x1 convolution is a matrix product of pixels with the filter. */
const isPointwise = (w: Window): boolean =>
  w.filterHeight === 1 &&
  w.filterWidth === 1 &&
  w.inHeight === w.outHeight &&
  w.inWidth === w.outWidth &&
  w.padTop === 0 &&
  w.padLeft === 0;

/**
 * Winograd serves 3x3 windows of stride 1. Below 4 channels on either side the transforms cost more than they save.
 */
const isWinograd = (w: Window): boolean =>
  w.filterHeight === 3 &&
  w.filterWidth === 3 &&
  w.strideHeight === 1 &&
  w.strideWidth === 1 &&
  w.dilationHeight === 1 &&
  w.dilationWidth === 1 &&
  w.inChannels >= 4 &&
  w.outChannels >= 4;

/** Bytes of the row of zeros that taps outside the image read. */
const zeroRowBytes = (w: Window): number => (w.inChannels + 4) * 4;

function forward(heap: Heap, w: Window, x: number, filter: number, y: number): void {
  const { inChannels, outChannels } = w;
  if (isPointwise(w)) {
    heap.kernels.gemm(
      false,
      false,
      outPixels(w),
      outChannels,
      inChannels,
      x,
      inChannels,
      filter,
      outChannels,
      y,
      outChannels,
      false,
    );
  } else if (isWinograd(w)) {
    const scratch = heap.scratch(heap.kernels.winogradBytes(inChannels, outChannels));
    heap.kernels.winogradForward(heap.window(w), x, filter, y, scratch);
  } else {
    heap.kernels.convForward(heap.window(w), x, filter, y, heap.scratch(zeroRowBytes(w)));
  }
}

function filterGradient(heap: Heap, w: Window, x: number, dy: number, dFilter: number): void {
  const { inChannels, outChannels } = w;
  if (isPointwise(w)) {
    heap.kernels.gemm(
      true,
      false,
      inChannels,
      outChannels,
      outPixels(w),
      x,
      inChannels,
      dy,
      outChannels,
      dFilter,
      outChannels,
      false,
    );
  } else if (isWinograd(w)) {
    const scratch = heap.scratch(heap.kernels.winogradBytes(inChannels, outChannels));
    heap.kernels.winogradFilterGradient(heap.window(w), x, dy, dFilter, scratch);
  } else {
    heap.kernels.convFilterGradient(heap.window(w), x, dy, dFilter, heap.scratch(zeroRowBytes(w)));
  }
}

function inputGradient(heap: Heap, w: Window, dy: number, filter: number, dx: number): void {
  const { inChannels, outChannels, filterHeight, filterWidth } = w;
  const taps = filterHeight * filterWidth;
  const back = transposed(w);
  if (isPointwise(w)) {
    heap.kernels.gemm(
      false,
      true,
      outPixels(w),
      inChannels,
      outChannels,
      dy,
      outChannels,
      filter,
      outChannels,
      dx,
      inChannels,
      false,
    );
  } else if (w.strideHeight === 1 && w.strideWidth === 1 && back.padTop >= 0 && back.padLeft >= 0) {
    const flipped = heap.output([taps * inChannels * outChannels]);
    heap.kernels.flipFilter(filter, heap.at(flipped), taps, inChannels, outChannels);
    forward(heap, back, dy, heap.at(flipped), dx);
    heap.free(flipped);
  } else {
    const rows = heap.kernels.blockRows();
    heap.kernels.convInputGradient(
      heap.window(w),
      dy,
      filter,
      dx,
      heap.scratch(rows * taps * inChannels * 4),
    );
  }
}
