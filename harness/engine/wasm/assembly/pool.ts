/** Gradients of 2-D pooling on NHWC images. */
import { Window } from './shape';

/** dx gets dy at the first largest value of each window. `dx` and `x` have the input's shape. */
export function maxPoolGradient(w: Window, x: usize, dy: usize, dx: usize): void {
  const channels = w.inChannels;
  memory.fill(dx, 0, <usize>(w.batch * w.inHeight * w.inWidth * channels) << 2);
  for (let n = 0; n < w.batch; n++) {
    for (let i = 0; i < w.outHeight; i++) {
      for (let j = 0; j < w.outWidth; j++) {
        const image = <usize>(n * w.inHeight * w.inWidth * channels) << 2;
        for (let c = 0; c < channels; c++) {
          const offset = image + (<usize>c << 2);
          const at = largest(w, x + offset, i * w.strideHeight - w.padTop, j * w.strideWidth - w.padLeft);
          if (at >= 0) {
            const target = dx + offset + (<usize>(at * channels) << 2);
            f32.store(target, f32.load(target) + f32.load(dy));
          }
          dy += 4;
        }
      }
    }
  }
}

/** Pixel of the first largest value in the window at (top, left), NaN counting as largest; -1 for an empty window. */
@inline function largest(w: Window, x: usize, top: i32, left: i32): i32 {
  let best: f32 = -Infinity, at = -1;
  for (let a = 0; a < w.filterHeight; a++) {
    const row = top + a * w.dilationHeight;
    if (<u32>row >= <u32>w.inHeight) continue;
    for (let b = 0; b < w.filterWidth; b++) {
      const column = left + b * w.dilationWidth;
      if (<u32>column >= <u32>w.inWidth) continue;
      const pixel = row * w.inWidth + column;
      const value = f32.load(x + (<usize>(pixel * w.inChannels) << 2));
      if (at < 0 || value > best || (value != value && best == best)) {
        best = value;
        at = pixel;
      }
    }
  }
  return at;
}

/** dx gets the mean's share of dy: one over the number of pixels of the window that lie inside the image. */
export function averagePoolGradient(w: Window, dy: usize, dx: usize): void {
  const channels = w.inChannels;
  memory.fill(dx, 0, <usize>(w.batch * w.inHeight * w.inWidth * channels) << 2);
  for (let n = 0; n < w.batch; n++) {
    for (let i = 0; i < w.outHeight; i++) {
      for (let j = 0; j < w.outWidth; j++) {
        const top = i * w.strideHeight - w.padTop, left = j * w.strideWidth - w.padLeft;
        const share: f32 = 1 / <f32>(inside(top, w.filterHeight, w.dilationHeight, w.inHeight) *
          inside(left, w.filterWidth, w.dilationWidth, w.inWidth));
        for (let a = 0; a < w.filterHeight; a++) {
          const row = top + a * w.dilationHeight;
          if (<u32>row >= <u32>w.inHeight) continue;
          for (let b = 0; b < w.filterWidth; b++) {
            const column = left + b * w.dilationWidth;
            if (<u32>column >= <u32>w.inWidth) continue;
            const pixel = (n * w.inHeight + row) * w.inWidth + column;
            addScaled(dx + (<usize>(pixel * channels) << 2), dy, share, channels);
          }
        }
        dy += <usize>channels << 2;
      }
    }
  }
}

/** How many taps from `start` lie in [0, size). */
@inline function inside(start: i32, taps: i32, dilation: i32, size: i32): i32 {
  let count = 0;
  for (let i = 0; i < taps; i++) count += i32(<u32>(start + i * dilation) < <u32>size);
  return count;
}

/** y += scale x. */
@inline function addScaled(y: usize, x: usize, scale: f32, count: i32): void {
  const factor = f32x4.splat(scale);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, f32x4.add(v128.load(y), f32x4.mul(factor, v128.load(x))));
    y += 16;
    x += 16;
  }
  for (; i < count; i++) {
    f32.store(y, f32.load(y) + scale * f32.load(x));
    y += 4;
    x += 4;
  }
}
