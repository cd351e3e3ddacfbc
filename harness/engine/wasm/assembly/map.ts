/**
 * Loops of elementwise kernels. A function of vectors is a class with an inlined `apply`; the loop is compiled once for each.
 * Classes and not closures: a closure would be an indirect call per vector.
 */

/** y = f(x). */
@inline export function map1<F>(x: usize, y: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, changetype<F>(0).apply(v128.load(x)));
    x += 16;
    y += 16;
  }
  if (count > 0) storeFirst(y, changetype<F>(0).apply(loadFirst(x, count)), count);
}

/** y = f(a, b). */
@inline export function map2<F>(a: usize, b: usize, y: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, changetype<F>(0).apply(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
    y += 16;
  }
  if (count > 0) {
    storeFirst(y, changetype<F>(0).apply(loadFirst(a, count), loadFirst(b, count)), count);
  }
}

/** y = f(a, b, c). */
@inline export function map3<F>(a: usize, b: usize, c: usize, y: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(y, changetype<F>(0).apply(v128.load(a), v128.load(b), v128.load(c)));
    a += 16;
    b += 16;
    c += 16;
    y += 16;
  }
  if (count > 0) {
    const value = changetype<F>(0).apply(loadFirst(a, count), loadFirst(b, count), loadFirst(c, count));
    storeFirst(y, value, count);
  }
}

/** The first `count` (1 to 3) floats, and zeros. */
export function loadFirst(x: usize, count: i32): v128 {
  let v = v128.load32_zero(x);
  if (count > 1) v = v128.load_lane<f32>(x + 4, v, 1);
  if (count > 2) v = v128.load_lane<f32>(x + 8, v, 2);
  return v;
}

/** Stores the first `count` (1 to 3) lanes. */
export function storeFirst(y: usize, v: v128, count: i32): void {
  v128.store_lane<f32>(y, v, 0);
  if (count > 1) v128.store_lane<f32>(y + 4, v, 1);
  if (count > 2) v128.store_lane<f32>(y + 8, v, 2);
}

/** Sum of the lanes, in a fixed order. */
@inline export function sumLanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Largest lane; NaN if one is NaN. */
@inline export function maxLanes(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

/** Four floats, or as many as are left. */
@inline export function load(x: usize, lanes: i32): v128 {
  return lanes >= 4 ? v128.load(x) : loadFirst(x, lanes);
}

/** Stores four lanes, or as many as are left. */
@inline export function store(y: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) v128.store(y, v);
  else storeFirst(y, v, lanes);
}
