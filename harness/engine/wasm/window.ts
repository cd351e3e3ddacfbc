/** Geometry of 2-D window operations (convolution, pooling) on NHWC images. */
import type { backend_util } from '@tensorflow/tfjs';

/** Same fields in the same order as `Window` in assembly/shape.ts. */
export interface Window {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** The geometry that tfjs computed, in the order that the kernels read. */
export function windowOf(info: backend_util.Conv2DInfo): Window {
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** Number of output pixels. */
export const outPixels = (w: Window): number => w.batch * w.outHeight * w.outWidth;

/** The window operation whose forward pass, on a flipped filter, is the input gradient of `w` (stride 1 only). */
export function transposed(w: Window): Window {
  return {
    ...w,
    inHeight: w.outHeight,
    inWidth: w.outWidth,
    inChannels: w.outChannels,
    outHeight: w.inHeight,
    outWidth: w.inWidth,
    outChannels: w.inChannels,
    padTop: (w.filterHeight - 1) * w.dilationHeight - w.padTop,
    padLeft: (w.filterWidth - 1) * w.dilationWidth - w.padLeft,
  };
}
