/**
 * Optimizer updates, one pass each. Results below 1e-30 in magnitude are written as 0: wasm cannot flush denormals, and moments
 * of parameters without gradient would decay into them.
 */
import { load, store } from '../map';

@inline function flush(x: v128): v128 {
  return v128.andnot(x, f32x4.lt(f32x4.abs(x), f32x4.splat(1e-30)));
}

/** b old + (1 - b) now. */
@inline function average(old: v128, now: v128, b: v128, rest: v128): v128 {
  return f32x4.add(f32x4.mul(old, b), f32x4.mul(now, rest));
}

/**
 * Adam (Kingma & Ba 2014): m' = b1 m + (1 - b1) g, v' = b2 v + (1 - b2) g^2 and update = (n / c1) / (sqrt(v' / c2) + eps), where
 * n is m', or b1 m' + (1 - b1) g with `nesterov` (NAdam).
 */
export function adam(
  gradient: usize, m: usize, v: usize, update: usize, nextM: usize, nextV: usize, count: i32,
  b1: f32, rest1: f32, b2: f32, rest2: f32, c1: f32, c2: f32, eps: f32, nesterov: bool,
): void {
  const B1 = f32x4.splat(b1), R1 = f32x4.splat(rest1), B2 = f32x4.splat(b2), R2 = f32x4.splat(rest2);
  const I1 = f32x4.splat(1 / c1), I2 = f32x4.splat(1 / c2), E = f32x4.splat(eps);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    const g = load(gradient + at, lanes);
    const first = flush(average(load(m + at, lanes), g, B1, R1));
    const second = flush(average(load(v + at, lanes), f32x4.mul(g, g), B2, R2));
    const ahead = nesterov ? average(first, g, B1, R1) : first;
    const root = f32x4.add(f32x4.sqrt(f32x4.mul(second, I2)), E);
    store(update + at, flush(f32x4.div(f32x4.mul(ahead, I1), root)), lanes);
    store(nextM + at, first, lanes);
    store(nextV + at, second, lanes);
  }
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

/** y = ka a + kb b. */
export function combine(a: usize, b: usize, y: usize, count: i32, ka: f32, kb: f32): void {
  const KA = f32x4.splat(ka), KB = f32x4.splat(kb);
  for (let j = 0; j < count; j += 4) {
    const at = <usize>j << 2, lanes = count - j;
    const left = f32x4.mul(load(a + at, lanes), KA), right = f32x4.mul(load(b + at, lanes), KB);
    store(y + at, flush(f32x4.add(left, right)), lanes);
  }
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
