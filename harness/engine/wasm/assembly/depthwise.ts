/**
 * Depthwise convolution and its gradients on NHWC images. Filters are [height, width, channels, multiplier]; output channel
 * c * multiplier + m comes from input channel c. For multipliers above 1 the caller repeats each input channel.
 */
import { loadFirst, storeFirst } from './map';
import { Window } from './shape';

/** y = x * filter, channel by channel; x, filter and y have `outChannels` channels. */
export function depthwiseForward(w: Window, x: usize, filter: usize, y: usize): void {
  const channels = w.outChannels;
  memory.fill(y, 0, <usize>(w.batch * w.outHeight * w.outWidth * channels) << 2);
  for (let n = 0; n < w.batch; n++) {
    for (let i = 0; i < w.outHeight; i++) {
      for (let tap = 0; tap < w.filterHeight * w.filterWidth; tap++) {
        const row = rowUnder(w, i, tap);
        if (<u32>row >= <u32>w.inHeight) continue;
        const source = x + (<usize>((n * w.inHeight + row) * w.inWidth * channels) << 2);
        const target = y + (<usize>((n * w.outHeight + i) * w.outWidth * channels) << 2);
        const weights = filter + (<usize>(tap * channels) << 2);
        for (let j = 0; j < w.outWidth; j++) {
          const column = columnUnder(w, j, tap);
          if (<u32>column >= <u32>w.inWidth) continue;
          const from = source + (<usize>(column * channels) << 2);
          addProducts(target + (<usize>(j * channels) << 2), from, weights, channels);
        }
      }
    }
  }
}

/** dx = dy under the flipped filter. */
export function depthwiseInputGradient(w: Window, dy: usize, filter: usize, dx: usize): void {
  const channels = w.outChannels;
  memory.fill(dx, 0, <usize>(w.batch * w.inHeight * w.inWidth * channels) << 2);
  for (let n = 0; n < w.batch; n++) {
    for (let i = 0; i < w.outHeight; i++) {
      for (let tap = 0; tap < w.filterHeight * w.filterWidth; tap++) {
        const row = rowUnder(w, i, tap);
        if (<u32>row >= <u32>w.inHeight) continue;
        const target = dx + (<usize>((n * w.inHeight + row) * w.inWidth * channels) << 2);
        const source = dy + (<usize>((n * w.outHeight + i) * w.outWidth * channels) << 2);
        const weights = filter + (<usize>(tap * channels) << 2);
        for (let j = 0; j < w.outWidth; j++) {
          const column = columnUnder(w, j, tap);
          if (<u32>column >= <u32>w.inWidth) continue;
          const from = source + (<usize>(j * channels) << 2);
          addProducts(target + (<usize>(column * channels) << 2), from, weights, channels);
        }
      }
    }
  }
}

/** dFilter = sum of x times dy; each row of pixels is summed on its own and then added. */
export function depthwiseFilterGradient(w: Window, x: usize, dy: usize, dFilter: usize): void {
  const channels = w.outChannels;
  for (let tap = 0; tap < w.filterHeight * w.filterWidth; tap++) {
    for (let c = 0; c < channels; c += 4) {
      const width = min(4, channels - c);
      let total = f32x4.splat(0);
      for (let n = 0; n < w.batch; n++) {
        for (let i = 0; i < w.outHeight; i++) {
          const row = rowUnder(w, i, tap);
          if (<u32>row >= <u32>w.inHeight) continue;
          const from = x + (<usize>((n * w.inHeight + row) * w.inWidth * channels + c) << 2);
          const back = dy + (<usize>((n * w.outHeight + i) * w.outWidth * channels + c) << 2);
          total = f32x4.add(total, rowProduct(w, from, back, tap, width));
        }
      }
      storeSome(dFilter + (<usize>(tap * channels + c) << 2), total, width);
    }
  }
}

/** Sum over a row of outputs of x times dy for up to 4 channels. */
@inline function rowProduct(w: Window, x: usize, dy: usize, tap: i32, width: i32): v128 {
  const pixelBytes = <usize>w.outChannels << 2;
  let sum = f32x4.splat(0);
  for (let j = 0; j < w.outWidth; j++) {
    const column = columnUnder(w, j, tap);
    if (<u32>column >= <u32>w.inWidth) continue;
    const a = x + <usize>column * pixelBytes, b = dy + <usize>j * pixelBytes;
    if (width == 4) sum = f32x4.add(sum, f32x4.mul(v128.load(a), v128.load(b)));
    else sum = f32x4.add(sum, f32x4.mul(loadFirst(a, width), loadFirst(b, width)));
  }
  return sum;
}

@inline function storeSome(y: usize, v: v128, count: i32): void {
  if (count == 4) v128.store(y, v);
  else storeFirst(y, v, count);
}

@inline function rowUnder(w: Window, i: i32, tap: i32): i32 {
  return i * w.strideHeight - w.padTop + tap / w.filterWidth * w.dilationHeight;
}

@inline function columnUnder(w: Window, j: i32, tap: i32): i32 {
  return j * w.strideWidth - w.padLeft + tap % w.filterWidth * w.dilationWidth;
}

/** y += a b, value by value. */
@inline function addProducts(y: usize, a: usize, b: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(v128.load(a), v128.load(b))));
    y += 16;
    a += 16;
    b += 16;
  }
  for (; i < count; i++) {
    f32.store(y, f32.load(y) + f32.load(a) * f32.load(b));
    y += 4;
    a += 4;
    b += 4;
  }
}
