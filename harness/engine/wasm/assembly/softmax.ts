/** Softmax over the last axis, its gradient, and the gradient of ReLU. */
import { loadFirst, map2, maxLanes, storeFirst, sumLanes } from './map';
import { exp4 } from './math';

/** y[row] = exp(x[row] - max) / sum, for `rows` rows of `columns` floats. */
export function softmaxRows(x: usize, y: usize, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns << 2;
  for (let r = 0; r < rows; r++) {
    softmaxRow(x, y, columns);
    x += rowBytes;
    y += rowBytes;
  }
}

@inline function softmaxRow(x: usize, y: usize, columns: i32): void {
  const full = columns & ~3, rest = columns & 3;
  const tail = <usize>full << 2;
  let top = f32x4.splat(-Infinity);
  for (let i: usize = 0; i < tail; i += 16) top = f32x4.max(top, v128.load(x + i));
  let largest = maxLanes(top);
  for (let i = full; i < columns; i++) largest = max(largest, f32.load(x + (<usize>i << 2)));
  const shift = f32x4.splat(largest);
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < tail; i += 16) {
    const e = exp4(f32x4.sub(v128.load(x + i), shift));
    v128.store(y + i, e);
    sum = f32x4.add(sum, e);
  }
  let total = sumLanes(sum);
  if (rest > 0) {
    const e = exp4(f32x4.sub(loadFirst(x + tail, rest), shift));
    storeFirst(y + tail, e, rest);
    for (let i = full; i < columns; i++) total += f32.load(y + (<usize>i << 2));
  }
  const scale = f32x4.splat(1 / total);
  for (let i: usize = 0; i < tail; i += 16) v128.store(y + i, f32x4.mul(v128.load(y + i), scale));
  if (rest > 0) storeFirst(y + tail, f32x4.mul(loadFirst(y + tail, rest), scale), rest);
}

/** dx[row] = y (dy - sum(y dy)). */
export function softmaxGradient(y: usize, dy: usize, dx: usize, rows: i32, columns: i32): void {
  const rowBytes = <usize>columns << 2, tail = rowBytes & ~15, rest = columns & 3;
  for (let r = 0; r < rows; r++) {
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < tail; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(y + i), v128.load(dy + i)));
    if (rest > 0) sum = f32x4.add(sum, f32x4.mul(loadFirst(y + tail, rest), loadFirst(dy + tail, rest)));
    const dot = f32x4.splat(sumLanes(sum));
    for (let i: usize = 0; i < tail; i += 16) {
      v128.store(dx + i, f32x4.mul(v128.load(y + i), f32x4.sub(v128.load(dy + i), dot)));
    }
    if (rest > 0) {
      const last = f32x4.mul(loadFirst(y + tail, rest), f32x4.sub(loadFirst(dy + tail, rest), dot));
      storeFirst(dx + tail, last, rest);
    }
    y += rowBytes;
    dy += rowBytes;
    dx += rowBytes;
  }
}

class ReluGradient {
  @inline apply(x: v128, dy: v128): v128 {
    return v128.and(dy, f32x4.gt(x, f32x4.splat(0)));
  }
}

/** dx = dy where x > 0, else 0. */
export function reluGradient(x: usize, dy: usize, dx: usize, count: i32): void {
  map2<ReluGradient>(x, dy, dx, count);
}
