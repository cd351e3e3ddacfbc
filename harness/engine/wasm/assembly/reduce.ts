/**
 * Sums over the middle axis of x[outer, count, inner]. Blocks of 64 terms are summed on their own and then together, so the
 * error grows with the number of blocks and not of terms.
 */
@inline const BLOCK: i32 = 64;

/** y[outer, inner] = scale * sum over count. */
export function sumAxis(x: usize, y: usize, outer: i32, count: i32, inner: i32, scale: f32): void {
  for (let i = 0; i < outer; i++) {
    if (inner == 1) f32.store(y, <f32>(sumRun(x, count) * <f64>scale));
    else sumColumns(x, y, count, inner, scale);
    x += <usize>(count * inner) << 2;
    y += <usize>inner << 2;
  }
}

/** Sum of neighbouring floats. */
export function sumRun(x: usize, count: i32): f64 {
  let total: f64 = 0;
  while (count > 0) {
    const n = min(BLOCK, count);
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
    let i = 0;
    for (; i + 8 <= n; i += 8) {
      s0 = f32x4.add(s0, v128.load(x));
      s1 = f32x4.add(s1, v128.load(x, 16));
      x += 32;
    }
    const s = f32x4.add(s0, s1);
    total += <f64>f32x4.extract_lane(s, 0) + <f64>f32x4.extract_lane(s, 1);
    total += <f64>f32x4.extract_lane(s, 2) + <f64>f32x4.extract_lane(s, 3);
    for (; i < n; i++) {
      total += <f64>f32.load(x);
      x += 4;
    }
    count -= n;
  }
  return total;
}

/** y[inner] = scale * sum of the rows of x[count, inner]. */
function sumColumns(x: usize, y: usize, count: i32, inner: i32, scale: f32): void {
  const rowBytes = <usize>inner << 2, factor = f32x4.splat(scale);
  let j = 0;
  for (; j + 16 <= inner; j += 16) {
    let t0 = f32x4.splat(0), t1 = f32x4.splat(0), t2 = f32x4.splat(0), t3 = f32x4.splat(0);
    let s = x + (<usize>j << 2);
    for (let start = 0; start < count; start += BLOCK) {
      const n = min(BLOCK, count - start);
      let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
      for (let i = 0; i < n; i++) {
        s0 = f32x4.add(s0, v128.load(s));
        s1 = f32x4.add(s1, v128.load(s, 16));
        s2 = f32x4.add(s2, v128.load(s, 32));
        s3 = f32x4.add(s3, v128.load(s, 48));
        s += rowBytes;
      }
      t0 = f32x4.add(t0, s0);
      t1 = f32x4.add(t1, s1);
      t2 = f32x4.add(t2, s2);
      t3 = f32x4.add(t3, s3);
    }
    const out = y + (<usize>j << 2);
    v128.store(out, f32x4.mul(t0, factor));
    v128.store(out, f32x4.mul(t1, factor), 16);
    v128.store(out, f32x4.mul(t2, factor), 32);
    v128.store(out, f32x4.mul(t3, factor), 48);
  }
  for (; j + 4 <= inner; j += 4) {
    let total = f32x4.splat(0), s = x + (<usize>j << 2);
    for (let start = 0; start < count; start += BLOCK) {
      const n = min(BLOCK, count - start);
      let sum = f32x4.splat(0);
      for (let i = 0; i < n; i++) {
        sum = f32x4.add(sum, v128.load(s));
        s += rowBytes;
      }
      total = f32x4.add(total, sum);
    }
    v128.store(y + (<usize>j << 2), f32x4.mul(total, factor));
  }
  for (; j < inner; j++) {
    let total: f32 = 0, s = x + (<usize>j << 2);
    for (let start = 0; start < count; start += BLOCK) {
      const n = min(BLOCK, count - start);
      let sum: f32 = 0;
      for (let i = 0; i < n; i++) {
        sum += f32.load(s);
        s += rowBytes;
      }
      total += sum;
    }
    f32.store(y + (<usize>j << 2), total * scale);
  }
}

/** dx[outer, count, inner] = scale * dy[outer, inner]: the gradient of `sumAxis`. */
export function spreadAxis(dy: usize, dx: usize, outer: i32, count: i32, inner: i32, scale: f32): void {
  const factor = f32x4.splat(scale), rowBytes = <usize>inner << 2;
  for (let i = 0; i < outer; i++) {
    if (inner == 1) {
      const value = f32.load(dy) * scale, vector = f32x4.splat(value);
      let j = 0;
      for (; j + 4 <= count; j += 4) {
        v128.store(dx, vector);
        dx += 16;
      }
      for (; j < count; j++) {
        f32.store(dx, value);
        dx += 4;
      }
    } else if (count > 0 && inner > 0) {
      const first = dx;
      let s = dy, j = 0;
      for (; j + 4 <= inner; j += 4) {
        v128.store(dx, f32x4.mul(v128.load(s), factor));
        dx += 16;
        s += 16;
      }
      for (; j < inner; j++) {
        f32.store(dx, f32.load(s) * scale);
        dx += 4;
        s += 4;
      }
      repeatRow(first, rowBytes, count);
      dx = first + <usize>count * rowBytes;
    }
    dy += rowBytes;
  }
}

/** Copies the row at `first` behind itself until there are `count`, in pieces that stay in the first cache. */
@inline function repeatRow(first: usize, rowBytes: usize, count: i32): void {
  const total = <usize>count * rowBytes, piece = max(rowBytes, <usize>8192 / rowBytes * rowBytes);
  for (let filled = rowBytes; filled < total; ) {
    const bytes = min(min(filled, piece), total - filled);
    memory.copy(first + filled, first, bytes);
    filled += bytes;
  }
}
