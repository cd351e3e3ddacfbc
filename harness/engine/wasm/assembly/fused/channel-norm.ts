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
  const rest = channels & 3, end = <usize>(channels - rest) << 2;
  for (let g = 0; g < groups; g++) {
    channelMoments(x, mean, inverseStd, rows, channels, epsilon);
    for (let r = 0; r < rows; r++) {
      let at: usize = 0;
      for (; at < end; at += 16) normalize(x + at, mean + at, inverseStd + at, scale + at, bias + at, y + at, 4);
      if (rest > 0) normalize(x + at, mean + at, inverseStd + at, scale + at, bias + at, y + at, rest);
      x += channelBytes;
      y += channelBytes;
    }
    mean += channelBytes;
    inverseStd += channelBytes;
  }
}

/** Four channels of a row. With the constant 4 for `lanes` no branch is left. */
@inline function normalize(
  x: usize, mean: usize, inverseStd: usize, scale: usize, bias: usize, y: usize, lanes: i32,
): void {
  const factor = f32x4.mul(load(scale, lanes), load(inverseStd, lanes));
  const centred = f32x4.sub(load(x, lanes), load(mean, lanes));
  store(y, f32x4.add(f32x4.mul(centred, factor), load(bias, lanes)), lanes);
}

/**
 * Mean and 1 / sqrt(variance + epsilon) of each channel. Blocks are joined as by Chan, Golub and LeVeque (1979), so that a
 * large mean cannot swamp the variance.
 */
function channelMoments(x: usize, mean: usize, inverseStd: usize, rows: i32, channels: i32, epsilon: f32): void {
  const channelBytes = <usize>channels << 2;
  const rest = channels & 3, end = <usize>(channels - rest) << 2;
  for (let start = 0; start < rows; start += BLOCK) {
    const count = min(BLOCK, rows - start);
    const share = f32x4.splat(<f32>count / <f32>(start + count));
    const weight = f32x4.splat((<f32>start * <f32>count) / <f32>(start + count));
    let at: usize = 0;
    for (; at < end; at += 16) {
      joinBlock(x + at, mean + at, inverseStd + at, channelBytes, count, start == 0, share, weight, 4);
    }
    if (rest > 0) joinBlock(x + at, mean + at, inverseStd + at, channelBytes, count, start == 0, share, weight, rest);
    x += <usize>count * channelBytes;
  }
  const divisor = f32x4.splat(1 / <f32>rows), one = f32x4.splat(1), floor = f32x4.splat(epsilon);
  for (let j = 0; j < channels; j += 4) {
    const at = <usize>j << 2, lanes = channels - j;
    const variance = f32x4.mul(load(inverseStd + at, lanes), divisor);
    store(inverseStd + at, f32x4.div(one, f32x4.sqrt(f32x4.add(variance, floor))), lanes);
  }
}

/** Takes `count` rows of four channels into mean and spread. */
@inline function joinBlock(
  x: usize, mean: usize, spreads: usize, rowBytes: usize, count: i32, first: bool, share: v128, weight: v128, lanes: i32,
): void {
  const blockMean = meanOfRows(x, rowBytes, count, lanes);
  const spread = spreadOfRows(x, rowBytes, count, lanes, blockMean);
  if (first) {
    store(mean, blockMean, lanes);
    store(spreads, spread, lanes);
  } else {
    const before = load(mean, lanes);
    const step = f32x4.sub(blockMean, before);
    const between = f32x4.mul(f32x4.mul(step, step), weight);
    store(mean, f32x4.add(before, f32x4.mul(step, share)), lanes);
    store(spreads, f32x4.add(load(spreads, lanes), f32x4.add(spread, between)), lanes);
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
  const rest = channels & 3, end = <usize>(channels - rest) << 2;
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
      let at: usize = 0;
      for (; at < end; at += 16) {
        gradOfFour(x + at, dy + at, scale + at, mean + at, inverseStd + at, sumOfDy + at, sumOfProduct + at, dx + at, 4);
      }
      if (rest > 0) {
        gradOfFour(x + at, dy + at, scale + at, mean + at, inverseStd + at, sumOfDy + at, sumOfProduct + at, dx + at, rest);
      }
      x += channelBytes;
      dy += channelBytes;
      dx += channelBytes;
    }
    mean += channelBytes;
    inverseStd += channelBytes;
  }
}

/** Four channels of a row. */
@inline function gradOfFour(
  x: usize, dy: usize, scale: usize, mean: usize, inverseStd: usize, sumOfDy: usize, sumOfProduct: usize, dx: usize, lanes: i32,
): void {
  const centred = f32x4.sub(load(x, lanes), load(mean, lanes));
  const own = f32x4.sub(load(dy, lanes), load(sumOfDy, lanes));
  const left = f32x4.sub(own, f32x4.mul(centred, load(sumOfProduct, lanes)));
  const factor = f32x4.mul(load(scale, lanes), load(inverseStd, lanes));
  store(dx, f32x4.mul(left, factor), lanes);
}

/** Adds the sums of dy and of dy h over `count` rows. */
function addGradSums(
  x: usize, dy: usize, mean: usize, inverseStd: usize, sumOfDy: usize, sumOfProduct: usize, count: i32, channels: i32,
): void {
  const rowBytes = <usize>channels << 2, rest = channels & 3, end = <usize>(channels - rest) << 2;
  let at: usize = 0;
  for (; at < end; at += 16) {
    addSumsOfFour(x + at, dy + at, mean + at, inverseStd + at, sumOfDy + at, sumOfProduct + at, count, rowBytes, 4);
  }
  if (rest > 0) {
    addSumsOfFour(x + at, dy + at, mean + at, inverseStd + at, sumOfDy + at, sumOfProduct + at, count, rowBytes, rest);
  }
}

@inline function addSumsOfFour(
  x: usize, dy: usize, mean: usize, inverseStd: usize, sumOfDy: usize, sumOfProduct: usize, count: i32, rowBytes: usize, lanes: i32,
): void {
  const m = load(mean, lanes);
  let total = f32x4.splat(0), product = f32x4.splat(0);
  for (let i = 0; i < count; i++) {
    const d = load(dy, lanes);
    total = f32x4.add(total, d);
    product = f32x4.add(product, f32x4.mul(d, f32x4.sub(load(x, lanes), m)));
    x += rowBytes;
    dy += rowBytes;
  }
  product = f32x4.mul(product, load(inverseStd, lanes));
  store(sumOfDy, f32x4.add(load(sumOfDy, lanes), total), lanes);
  store(sumOfProduct, f32x4.add(load(sumOfProduct, lanes), product), lanes);
}
