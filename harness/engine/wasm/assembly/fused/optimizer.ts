/**
 * Optimizer updates, one pass each. Results below 1e-30 in magnitude are written as 0: wasm cannot flush denormals, and moments
 * of parameters without gradient would decay into them.
 */
import { load, loadFirst, store, storeFirst } from '../map';

@inline function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1e-30)));
}

/** b old + (1 - b) now. */
@inline function average(old: v128, now: v128, b: v128, rest: v128): v128 {
  return f32x4.add(f32x4.mul(old, b), f32x4.mul(now, rest));
}

let B1: v128 = f32x4.splat(0);
let REST1: v128 = f32x4.splat(0);
let B2: v128 = f32x4.splat(0);
let REST2: v128 = f32x4.splat(0);
let INVERSE1: v128 = f32x4.splat(0);
let INVERSE2: v128 = f32x4.splat(0);
let EPSILON: v128 = f32x4.splat(0);

function setFactors(b1: f32, rest1: f32, b2: f32, rest2: f32, c1: f32, c2: f32, eps: f32): void {
  B1 = f32x4.splat(b1);
  REST1 = f32x4.splat(rest1);
  B2 = f32x4.splat(b2);
  REST2 = f32x4.splat(rest2);
  INVERSE1 = f32x4.splat(1 / c1);
  INVERSE2 = f32x4.splat(1 / c2);
  EPSILON = f32x4.splat(eps);
}

/** Moves the moments of `lanes` numbers on and gives their update. */
@inline function adamLanes(
  gradient: usize, m: usize, v: usize, nextM: usize, nextV: usize, lanes: i32, nesterov: bool,
): v128 {
  const g = load(gradient, lanes);
  const first = flush(average(load(m, lanes), g, B1, REST1));
  const second = flush(average(load(v, lanes), f32x4.mul(g, g), B2, REST2));
  store(nextM, first, lanes);
  store(nextV, second, lanes);
  const ahead = nesterov ? average(first, g, B1, REST1) : first;
  const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, INVERSE2)), EPSILON);
  return flush(f32x4.div(f32x4.mul(ahead, INVERSE1), root));
}

/**
 * Adam (Kingma & Ba 2014): m' = b1 m + (1 - b1) g, v' = b2 v + (1 - b2) g^2 and update = (n / c1) / (sqrt(v' / c2) + eps), where
 * n is m', or b1 m' + (1 - b1) g with `nesterov` (NAdam).
 */
export function adam(
  gradient: usize, m: usize, v: usize, update: usize, nextM: usize, nextV: usize, count: i32,
  b1: f32, rest1: f32, b2: f32, rest2: f32, c1: f32, c2: f32, eps: f32, nesterov: bool,
): void {
  setFactors(b1, rest1, b2, rest2, c1, c2, eps);
  const full = <usize>(count & ~3) << 2, rest = count & 3;
  for (let at: usize = 0; at < full; at += 16) {
    v128.store(update + at, adamLanes(gradient + at, m + at, v + at, nextM + at, nextV + at, 4, nesterov));
  }
  if (rest == 0) return;
  const last = adamLanes(gradient + full, m + full, v + full, nextM + full, nextV + full, rest, nesterov);
  storeFirst(update + full, last, rest);
}

/** v' = b2 v + (1 - b2) g^2 and update = g / (sqrt(v' / c2) + eps). */
export function rms(
  gradient: usize, v: usize, update: usize, nextV: usize, count: i32, b2: f32, rest2: f32, c2: f32, eps: f32,
): void {
  const B2 = f32x4.splat(b2), R2 = f32x4.splat(rest2), I2 = f32x4.splat(1 / c2), E = f32x4.splat(eps);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    const g = load(gradient + at, lanes);
    const second = flush(average(load(v + at, lanes), f32x4.mul(g, g), B2, R2));
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, I2)), E);
    store(update + at, flush(f32x4.div(g, root)), lanes);
    store(nextV + at, second, lanes);
  }
}

/** trace' = gradient + momentum trace. */
export function trace(gradient: usize, old: usize, next: usize, count: i32, momentum: f32): void {
  combine(old, gradient, next, count, momentum, 1);
}

@inline function mix(a: v128, b: v128, ka: v128, kb: v128): v128 {
  return flush(f32x4.add(f32x4.mul(a, ka), f32x4.mul(b, kb)));
}

/** y = ka a + kb b. */
export function combine(a: usize, b: usize, y: usize, count: i32, ka: f32, kb: f32): void {
  const KA = f32x4.splat(ka), KB = f32x4.splat(kb), full = <usize>(count & ~3) << 2, rest = count & 3;
  for (let at: usize = 0; at < full; at += 16) {
    v128.store(y + at, mix(v128.load(a + at), v128.load(b + at), KA, KB));
  }
  if (rest > 0) storeFirst(y + full, mix(loadFirst(a + full, rest), loadFirst(b + full, rest), KA, KB), rest);
}

/** y = k x. */
export function scale(x: usize, y: usize, count: i32, k: f32): void {
  const K = f32x4.splat(k), full = <usize>(count & ~3) << 2, rest = count & 3;
  for (let at: usize = 0; at < full; at += 16) v128.store(y + at, flush(f32x4.mul(v128.load(x + at), K)));
  if (rest > 0) storeFirst(y + full, flush(f32x4.mul(loadFirst(x + full, rest), K)), rest);
}

/** Sum of squares: blocks of 256 in float32, their sums in float64. */
export function sumSquares(x: usize, count: i32): f64 {
  let total: f64 = 0;
  while (count > 0) {
    const end = min(256, count);
    let sum = f32x4.splat(0);
    for (let j = 0; j < end; j += 4) {
      const value = load(x + (<usize>j << 2), end - j);
      sum = f32x4.add(sum, f32x4.mul(value, value));
    }
    total += <f64>f32x4.extract_lane(sum, 0) + <f64>f32x4.extract_lane(sum, 1);
    total += <f64>f32x4.extract_lane(sum, 2) + <f64>f32x4.extract_lane(sum, 3);
    x += <usize>end << 2;
    count -= end;
  }
  return total;
}
