/**
 * Normalization of each channel over the rows of a group: x[groups, rows, channels]. One group is batch norm, a group for each
 * image is instance norm. `mean` and `inverseStd` are [groups, channels].
 */
import { load, store } from '../map';

/** Rows whose moments are taken at once, while they lie in the first cache. */
@inline const BLOCK: i32 = 32;

export function channelNorm(
  x: usize, scale: usize, bias: usize, y: usize, mean: usize, inverseStd: usize,
  groups: i32, rows: i32, channels: i32, epsilon: f32,
): void {
  const channelBytes = <usize>channels << 2;
  for (let g = 0; g < groups; g++) {
    channelMoments(x, mean, inverseStd, rows, channels, epsilon);
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < channels; j += 4) {
        const at = <usize>j << 2, lanes = channels - j;
        const factor = f32x4.mul(load(scale + at, lanes), load(inverseStd + at, lanes));
        const centred = f32x4.sub(load(x + at, lanes), load(mean + at, lanes));
        store(y + at, f32x4.add(f32x4.mul(centred, factor), load(bias + at, lanes)), lanes);
      }
      x += channelBytes;
      y += channelBytes;
    }
    mean += channelBytes;
    inverseStd += channelBytes;
  }
}

/**
 * Mean and 1 / sqrt(variance + epsilon) of each channel. Blocks are joined as by Chan, Golub and LeVeque (1979), so that a
 * large mean cannot swamp the variance.
 */
function channelMoments(x: usize, mean: usize, inverseStd: usize, rows: i32, channels: i32, epsilon: f32): void {
  const channelBytes = <usize>channels << 2;
  for (let start = 0; start < rows; start += BLOCK) {
    const count = min(BLOCK, rows - start);
    const share = f32x4.splat(<f32>count / <f32>(start + count));
    const weight = f32x4.splat((<f32>start * <f32>count) / <f32>(start + count));
    for (let j = 0; j < channels; j += 4) {
      const at = <usize>j << 2, lanes = channels - j;
      const blockMean = meanOfRows(x + at, channelBytes, count, lanes);
      const spread = spreadOfRows(x + at, channelBytes, count, lanes, blockMean);
      if (start == 0) {
        store(mean + at, blockMean, lanes);
        store(inverseStd + at, spread, lanes);
      } else {
        const before = load(mean + at, lanes);
        const step = f32x4.sub(blockMean, before);
        const between = f32x4.mul(f32x4.mul(step, step), weight);
        store(mean + at, f32x4.add(before, f32x4.mul(step, share)), lanes);
        store(inverseStd + at, f32x4.add(load(inverseStd + at, lanes), f32x4.add(spread, between)), lanes);
      }
    }
    x += <usize>count * channelBytes;
  }
  const divisor = f32x4.splat(1 / <f32>rows), one = f32x4.splat(1), floor = f32x4.splat(epsilon);
  for (let j = 0; j < channels; j += 4) {
    const at = <usize>j << 2, lanes = channels - j;
    const variance = f32x4.mul(load(inverseStd + at, lanes), divisor);
    store(inverseStd + at, f32x4.div(one, f32x4.sqrt(f32x4.add(variance, floor))), lanes);
  }
}

@inline function meanOfRows(x: usize, rowBytes: usize, count: i32, lanes: i32): v128 {
  let even = f32x4.splat(0), odd = f32x4.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    even = f32x4.add(even, load(x, lanes));
    odd = f32x4.add(odd, load(x + rowBytes, lanes));
    x += rowBytes << 1;
  }
  if (i < count) even = f32x4.add(even, load(x, lanes));
  return f32x4.mul(f32x4.add(even, odd), f32x4.splat(1 / <f32>count));
}

/** Sum of squared distances from the mean. */
@inline function spreadOfRows(x: usize, rowBytes: usize, count: i32, lanes: i32, mean: v128): v128 {
  let even = f32x4.splat(0), odd = f32x4.splat(0);
  let i = 0;
  for (; i + 2 <= count; i += 2) {
    const d0 = f32x4.sub(load(x, lanes), mean), d1 = f32x4.sub(load(x + rowBytes, lanes), mean);
    even = f32x4.add(even, f32x4.mul(d0, d0));
    odd = f32x4.add(odd, f32x4.mul(d1, d1));
    x += rowBytes << 1;
  }
  if (i < count) {
    const d = f32x4.sub(load(x, lanes), mean);
    even = f32x4.add(even, f32x4.mul(d, d));
  }
  return f32x4.add(even, odd);
}

/**
 * With h = (x - mean) inverseStd: dbias = sum dy, dscale = sum dy h, and over the rows of one group
 * dx = scale inverseStd (dy - mean(dy) - h mean(dy h)). `sums` has room for 2 * channels floats.
 */
export function channelNormGrad(
  x: usize, dy: usize, scale: usize, mean: usize, inverseStd: usize, dx: usize, dscale: usize, dbias: usize, sums: usize,
  groups: i32, rows: i32, channels: i32,
): void {
  const channelBytes = <usize>channels << 2;
  const sumOfDy = sums, sumOfProduct = sums + channelBytes;
  const divisor = f32x4.splat(1 / <f32>rows);
  memory.fill(dscale, 0, channelBytes);
  memory.fill(dbias, 0, channelBytes);
  for (let g = 0; g < groups; g++) {
    memory.fill(sums, 0, channelBytes << 1);
    for (let start = 0; start < rows; start += BLOCK) {
      const from = <usize>start * channelBytes;
      addGradSums(x + from, dy + from, mean, inverseStd, sumOfDy, sumOfProduct, min(BLOCK, rows - start), channels);
    }
    for (let j = 0; j < channels; j += 4) {
      const at = <usize>j << 2, lanes = channels - j;
      store(dbias + at, f32x4.add(load(dbias + at, lanes), load(sumOfDy + at, lanes)), lanes);
      store(dscale + at, f32x4.add(load(dscale + at, lanes), load(sumOfProduct + at, lanes)), lanes);
      // From sums to what each row needs: mean(dy), and inverseStd mean(dy h).
      store(sumOfDy + at, f32x4.mul(load(sumOfDy + at, lanes), divisor), lanes);
      const slope = f32x4.mul(load(sumOfProduct + at, lanes), divisor);
      store(sumOfProduct + at, f32x4.mul(slope, load(inverseStd + at, lanes)), lanes);
    }
    for (let r = 0; r < rows; r++) {
      for (let j = 0; j < channels; j += 4) {
        const at = <usize>j << 2, lanes = channels - j;
        const centred = f32x4.sub(load(x + at, lanes), load(mean + at, lanes));
        const own = f32x4.sub(load(dy + at, lanes), load(sumOfDy + at, lanes));
        const left = f32x4.sub(own, f32x4.mul(centred, load(sumOfProduct + at, lanes)));
        const factor = f32x4.mul(load(scale + at, lanes), load(inverseStd + at, lanes));
        store(dx + at, f32x4.mul(left, factor), lanes);
      }
      x += channelBytes;
      dy += channelBytes;
      dx += channelBytes;
    }
    mean += channelBytes;
    inverseStd += channelBytes;
  }
}

/** Adds the sums of dy and of dy h over `count` rows. */
function addGradSums(
  x: usize, dy: usize, mean: usize, inverseStd: usize, sumOfDy: usize, sumOfProduct: usize, count: i32, channels: i32,
): void {
  const rowBytes = <usize>channels << 2;
  for (let j = 0; j < channels; j += 4) {
    const at = <usize>j << 2, lanes = channels - j;
    const m = load(mean + at, lanes);
    let total = f32x4.splat(0), product = f32x4.splat(0);
    let p = x + at, q = dy + at;
    for (let i = 0; i < count; i++) {
      const d = load(q, lanes);
      total = f32x4.add(total, d);
      product = f32x4.add(product, f32x4.mul(d, f32x4.sub(load(p, lanes), m)));
      p += rowBytes;
      q += rowBytes;
    }
    product = f32x4.mul(product, load(inverseStd + at, lanes));
    store(sumOfDy + at, f32x4.add(load(sumOfDy + at, lanes), total), lanes);
    store(sumOfProduct + at, f32x4.add(load(sumOfProduct + at, lanes), product), lanes);
  }
}
