/** Normalization of each row of x[rows, channels]. `mean` and `inverseStd` are [rows]. */
import { load, store, sumLanes } from '../map';

/** Rows whose gradients of scale and bias are summed on their own, to keep rounding errors small. */
@inline const BLOCK: i32 = 64;

export function layerNorm(
  x: usize, scale: usize, bias: usize, y: usize, mean: usize, inverseStd: usize, rows: i32, channels: i32, epsilon: f32,
): void {
  const rowBytes = <usize>channels << 2;
  for (let r = 0; r < rows; r++) {
    const m = meanOfRow(x, channels);
    const inverse: f32 = 1 / sqrt<f32>(varianceOfRow(x, channels, m) + epsilon);
    const centre = f32x4.splat(m), factor = f32x4.splat(inverse);
    let j = 0;
    for (; j + 4 <= channels; j += 4) {
      const at = <usize>j << 2;
      const h = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
      v128.store(y + at, f32x4.add(f32x4.mul(h, v128.load(scale + at)), v128.load(bias + at)));
    }
    for (; j < channels; j++) {
      const at = <usize>j << 2;
      f32.store(y + at, (f32.load(x + at) - m) * inverse * f32.load(scale + at) + f32.load(bias + at));
    }
    f32.store(mean, m);
    f32.store(inverseStd, inverse);
    mean += 4;
    inverseStd += 4;
    x += rowBytes;
    y += rowBytes;
  }
}

@inline function meanOfRow(x: usize, channels: i32): f32 {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
  let j = channels;
  for (; j >= 8; j -= 8) {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    x += 32;
  }
  let total = sumLanes(f32x4.add(s0, s1));
  for (; j > 0; j--) {
    total += f32.load(x);
    x += 4;
  }
  return total / <f32>channels;
}

@inline function varianceOfRow(x: usize, channels: i32, mean: f32): f32 {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0);
  const centre = f32x4.splat(mean);
  let j = channels;
  for (; j >= 8; j -= 8) {
    const d0 = f32x4.sub(v128.load(x), centre), d1 = f32x4.sub(v128.load(x, 16), centre);
    s0 = f32x4.add(s0, f32x4.mul(d0, d0));
    s1 = f32x4.add(s1, f32x4.mul(d1, d1));
    x += 32;
  }
  let total = sumLanes(f32x4.add(s0, s1));
  for (; j > 0; j--) {
    const d = f32.load(x) - mean;
    total += d * d;
    x += 4;
  }
  return total / <f32>channels;
}

/**
 * With h = (x - mean) inverseStd and g = dy scale: dx = inverseStd (g - mean(g) - h mean(g h)) over the row, and over all rows
 * dscale = sum dy h, dbias = sum dy. `sums` has room for 2 * channels floats.
 */
export function layerNormGrad(
  x: usize, dy: usize, scale: usize, mean: usize, inverseStd: usize, dx: usize, dscale: usize, dbias: usize, sums: usize,
  rows: i32, channels: i32,
): void {
  const rowBytes = <usize>channels << 2;
  memory.fill(dscale, 0, rowBytes);
  memory.fill(dbias, 0, rowBytes);
  for (let start = 0; start < rows; start += BLOCK) {
    memory.fill(sums, 0, rowBytes << 1);
    const end = min(rows, start + BLOCK);
    for (let r = start; r < end; r++) {
      const at = <usize>r * rowBytes, row = <usize>r << 2;
      const centre = f32.load(mean + row), inverse = f32.load(inverseStd + row);
      gradOfRow(x + at, dy + at, scale, centre, inverse, dx + at, sums, sums + rowBytes, channels);
    }
    addTo(dscale, sums, channels);
    addTo(dbias, sums + rowBytes, channels);
  }
}

@inline function gradOfRow(
  x: usize, dy: usize, scale: usize, mean: f32, inverseStd: f32, dx: usize, dscale: usize, dbias: usize, channels: i32,
): void {
  const centre = f32x4.splat(mean), factor = f32x4.splat(inverseStd);
  let sumOfG = f32x4.splat(0), sumOfProduct = f32x4.splat(0);
  for (let j = 0; j < channels; j += 4) {
    const at = <usize>j << 2, lanes = channels - j;
    // Lanes past the end hold dy = 0 and add nothing.
    const d = load(dy + at, lanes);
    const h = f32x4.mul(f32x4.sub(load(x + at, lanes), centre), factor);
    const g = f32x4.mul(d, load(scale + at, lanes)), dh = f32x4.mul(d, h);
    sumOfG = f32x4.add(sumOfG, g);
    sumOfProduct = f32x4.add(sumOfProduct, f32x4.mul(g, h));
    store(dscale + at, f32x4.add(load(dscale + at, lanes), dh), lanes);
    store(dbias + at, f32x4.add(load(dbias + at, lanes), d), lanes);
  }
  const meanOfG = f32x4.splat(sumLanes(sumOfG) / <f32>channels);
  const meanOfProduct = f32x4.splat(sumLanes(sumOfProduct) / <f32>channels);
  const rest = channels & 3, end = <usize>(channels - rest) << 2;
  let at: usize = 0;
  for (; at < end; at += 16) gradOfFour(x + at, dy + at, scale + at, dx + at, centre, factor, meanOfG, meanOfProduct, 4);
  if (rest > 0) gradOfFour(x + at, dy + at, scale + at, dx + at, centre, factor, meanOfG, meanOfProduct, rest);
}

/** With the constant 4 for `lanes` no branch is left. */
@inline function gradOfFour(
  x: usize, dy: usize, scale: usize, dx: usize, centre: v128, factor: v128, meanOfG: v128, meanOfProduct: v128, lanes: i32,
): void {
  const h = f32x4.mul(f32x4.sub(load(x, lanes), centre), factor);
  const g = f32x4.mul(load(dy, lanes), load(scale, lanes));
  const left = f32x4.sub(f32x4.sub(g, meanOfG), f32x4.mul(h, meanOfProduct));
  store(dx, f32x4.mul(left, factor), lanes);
}

@inline function addTo(y: usize, x: usize, count: i32): void {
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    store(y + at, f32x4.add(load(y + at, lanes), load(x + at, lanes)), lanes);
  }
}
