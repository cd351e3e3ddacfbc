/** Largest and smallest values over the middle axis of x[outer, count, inner]; NaN wins. */

/** y[outer, inner] = max (or min) over count > 0. */
export function extremeAxis(x: usize, y: usize, outer: i32, count: i32, inner: i32, smallest: bool): void {
  const rowBytes = <usize>inner << 2;
  for (let i = 0; i < outer; i++) {
    memory.copy(y, x, rowBytes);
    x += rowBytes;
    for (let r = 1; r < count; r++) {
      if (smallest) joinRow(true, x, y, inner);
      else joinRow(false, x, y, inner);
      x += rowBytes;
    }
    y += rowBytes;
  }
}

@inline function joinRow(smallest: bool, x: usize, y: usize, inner: i32): void {
  let j = 0;
  for (; j + 4 <= inner; j += 4) {
    const a = v128.load(x), b = v128.load(y);
    v128.store(y, smallest ? f32x4.min(a, b) : f32x4.max(a, b));
    x += 16;
    y += 16;
  }
  for (; j < inner; j++) {
    const a = f32.load(x), b = f32.load(y);
    f32.store(y, smallest ? min(a, b) : max(a, b));
    x += 4;
    y += 4;
  }
}
