/**
 * Scaled dot-product attention of `batch` heads: out = softmax(scale query key^T + mask) value, a tile of queries at a time, so
 * that the weights stay in the cache and are never stored. The gradient computes them again.
 */
import { gemm } from '../gemm';
import { load, maxLanes, store, sumLanes } from '../map';
import { exp4 } from '../math';

/** Queries of a tile. */
@inline const TILE: i32 = 64;

/** Floats of working memory: two tiles of weights. */
export function attentionScratch(keys: i32): i32 {
  return 2 * TILE * keys;
}

/**
 * query[batch, queries, depth], key[batch, keys, depth], value[batch, keys, width] -> out[batch, queries, width].
 * `mask[batch / heads, keys]` is added to the scores, 0 or -Infinity; address 0 stands for none. `causal` hides later keys.
 * `residual[batch, queries, 2]` keeps each row's largest score and 1 / sum of exp(score - largest); a row that sees no key
 * keeps 0 as the latter.
 */
export function attention(
  query: usize, key: usize, value: usize, mask: usize, out: usize, residual: usize, scratch: usize,
  batch: i32, heads: i32, queries: i32, keys: i32, depth: i32, width: i32, scale: f32, causal: bool,
): void {
  for (let b = 0; b < batch; b++) {
    const added = mask == 0 ? 0 : mask + (<usize>((b / heads) * keys) << 2);
    for (let start = 0; start < queries; start += TILE) {
      const rows = min(TILE, queries - start);
      const seen = causal ? min(keys, start + rows) : keys;
      gemm(false, true, rows, seen, depth, query, depth, key, depth, scratch, keys, false);
      for (let i = 0; i < rows; i++) {
        const row = scratch + (<usize>(i * keys) << 2);
        const visible = causal ? start + i + 1 : keys;
        normalizeRow(row, added, residual, visible, seen, scale);
        residual += 8;
      }
      gemm(false, false, rows, width, seen, scratch, keys, value, width, out, width, false);
      query += <usize>(rows * depth) << 2;
      out += <usize>(rows * width) << 2;
    }
    key += <usize>(keys * depth) << 2;
    value += <usize>(keys * width) << 2;
  }
}

/** Turns scores into weights: the first `visible` are normalized, those up to `seen` become 0. */
function normalizeRow(row: usize, mask: usize, residual: usize, visible: i32, seen: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  let top = f32x4.splat(-Infinity);
  for (let j = 0; j < visible; j += 4) {
    const at = <usize>j << 2, lanes = visible - j;
    let score = f32x4.mul(load(row + at, lanes), factor);
    if (mask != 0) score = f32x4.add(score, load(mask + at, lanes));
    store(row + at, score, lanes);
    top = f32x4.pmax(top, lanes >= 4 ? score : hideAfter(score, lanes));
  }
  // A row that sees no key has nothing but -Infinity: its weights are exp(-Infinity - 0) = 0.
  const largest: f32 = max(maxLanes(top), <f32>-3.4028234e38);
  const sum = exponentiate(row, visible, largest);
  const inverse: f32 = sum == 0 ? 0 : 1 / sum;
  scaleRow(row, visible, inverse);
  memory.fill(row + (<usize>visible << 2), 0, <usize>(seen - visible) << 2);
  f32.store(residual, largest);
  f32.store(residual, inverse, 4);
}

/** Puts -Infinity in the lanes from `lanes` (1 to 3) on. */
@inline function hideAfter(v: v128, lanes: i32): v128 {
  const hidden = i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes));
  return v128.bitselect(f32x4.splat(-Infinity), v, hidden);
}

/** x = exp(x - largest); gives the sum. */
@inline function exponentiate(x: usize, count: i32, largest: f32): f32 {
  const top = f32x4.splat(largest);
  let sum = f32x4.splat(0), j = count;
  for (; j >= 4; j -= 4) {
    const e = exp4(f32x4.sub(v128.load(x), top));
    v128.store(x, e);
    sum = f32x4.add(sum, e);
    x += 16;
  }
  if (j > 0) {
    const e = exp4(f32x4.sub(hideAfter(load(x, j), j), top));
    store(x, e, j);
    sum = f32x4.add(sum, e);
  }
  return sumLanes(sum);
}

@inline function scaleRow(x: usize, count: i32, factor: f32): void {
  const k = f32x4.splat(factor);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2;
    store(x + at, f32x4.mul(load(x + at, count - j), k), count - j);
  }
}

/**
 * With weights P and G = dout value^T: dvalue = P^T dout, S = scale P (G - rowsum(P G)), dquery = S key, dkey = S^T query.
 * Sizes as in `attention`.
 */
export function attentionGrad(
  query: usize, key: usize, value: usize, mask: usize, residual: usize, dout: usize,
  dquery: usize, dkey: usize, dvalue: usize, scratch: usize,
  batch: i32, heads: i32, queries: i32, keys: i32, depth: i32, width: i32, scale: f32, causal: bool,
): void {
  const weights = scratch, slopes = scratch + (<usize>(TILE * keys) << 2);
  memory.fill(dkey, 0, <usize>(batch * keys * depth) << 2);
  memory.fill(dvalue, 0, <usize>(batch * keys * width) << 2);
  for (let b = 0; b < batch; b++) {
    const added = mask == 0 ? 0 : mask + (<usize>((b / heads) * keys) << 2);
    for (let start = 0; start < queries; start += TILE) {
      const rows = min(TILE, queries - start);
      const seen = causal ? min(keys, start + rows) : keys;
      gemm(false, true, rows, seen, depth, query, depth, key, depth, weights, keys, false);
      gemm(false, true, rows, seen, width, dout, width, value, width, slopes, keys, false);
      for (let i = 0; i < rows; i++) {
        const at = <usize>(i * keys) << 2;
        const visible = causal ? start + i + 1 : keys;
        restoreRow(weights + at, added, residual, visible, scale);
        gradOfRow(weights + at, slopes + at, visible, scale);
        memory.fill(weights + at + (<usize>visible << 2), 0, <usize>(seen - visible) << 2);
        memory.fill(slopes + at + (<usize>visible << 2), 0, <usize>(seen - visible) << 2);
        residual += 8;
      }
      gemm(true, false, seen, width, rows, weights, keys, dout, width, dvalue, width, true);
      gemm(false, false, rows, depth, seen, slopes, keys, key, depth, dquery, depth, false);
      gemm(true, false, seen, depth, rows, slopes, keys, query, depth, dkey, depth, true);
      query += <usize>(rows * depth) << 2;
      dquery += <usize>(rows * depth) << 2;
      dout += <usize>(rows * width) << 2;
    }
    key += <usize>(keys * depth) << 2;
    dkey += <usize>(keys * depth) << 2;
    value += <usize>(keys * width) << 2;
    dvalue += <usize>(keys * width) << 2;
  }
}

/** Turns scores into weights by what `normalizeRow` kept. */
@inline function restoreRow(row: usize, mask: usize, residual: usize, visible: i32, scale: f32): void {
  const factor = f32x4.splat(scale), top = f32x4.splat(f32.load(residual));
  const inverse = f32x4.splat(f32.load(residual, 4));
  for (let j = 0; j < visible; j += 4) {
    const at = <usize>j << 2, lanes = visible - j;
    let score = f32x4.mul(load(row + at, lanes), factor);
    if (mask != 0) score = f32x4.add(score, load(mask + at, lanes));
    store(row + at, f32x4.mul(exp4(f32x4.sub(score, top)), inverse), lanes);
  }
}

/** slopes = scale weights (slopes - sum of weights slopes). */
@inline function gradOfRow(weights: usize, slopes: usize, count: i32, scale: f32): void {
  let sum = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    sum = f32x4.add(sum, f32x4.mul(load(weights + at, lanes), load(slopes + at, lanes)));
  }
  const mean = f32x4.splat(sumLanes(sum)), factor = f32x4.splat(scale);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    const centred = f32x4.sub(load(slopes + at, lanes), mean);
    store(slopes + at, f32x4.mul(f32x4.mul(load(weights + at, lanes), factor), centred), lanes);
  }
}
