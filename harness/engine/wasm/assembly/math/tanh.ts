/** tanh x, four at a time. Relative error below 3e-7, NaN stays. */
import { exp4 } from './exp';

let ONE: v128 = f32x4.splat(0);
let MINUS_TWO: v128 = f32x4.splat(0);
let SIGN: v128 = f32x4.splat(0);
let SMALL: v128 = f32x4.splat(0);
let C3: v128 = f32x4.splat(0);
let C5: v128 = f32x4.splat(0);
let C7: v128 = f32x4.splat(0);
let C9: v128 = f32x4.splat(0);
let C11: v128 = f32x4.splat(0);

/** Minimax in relative error on [0, 0.625]: |error| < 4.2e-9 before rounding (Remez, test/peers/minimax.py). */
export function initializeTanh(): void {
  ONE = f32x4.splat(1);
  MINUS_TWO = f32x4.splat(-2);
  SIGN = i32x4.splat(0x80000000);
  SMALL = f32x4.splat(0.625);
  C3 = f32x4.splat(-0.3333328393);
  C5 = f32x4.splat(0.1333149129);
  C7 = f32x4.splat(-0.05374349821);
  C9 = f32x4.splat(0.0206505877);
  C11 = f32x4.splat(-0.005717045478);
}

/** x + x^3 P(x^2) near 0, else (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x. */
@inline export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = exp4(f32x4.mul(size, MINUS_TWO));
  const large = f32x4.div(f32x4.sub(ONE, e), f32x4.add(ONE, e));
  const z = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(C11, z), C9);
  p = f32x4.add(f32x4.mul(p, z), C7);
  p = f32x4.add(f32x4.mul(p, z), C5);
  p = f32x4.add(f32x4.mul(p, z), C3);
  const small = f32x4.add(f32x4.mul(f32x4.mul(p, z), size), size);
  const value = v128.bitselect(small, large, f32x4.lt(size, SMALL));
  return v128.or(value, v128.and(x, SIGN));
}
