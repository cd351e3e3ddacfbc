/** Natural logarithms, four at a time. */
let ONE: v128 = f32x4.splat(0);
let HALF: v128 = f32x4.splat(0);
let TWO: v128 = f32x4.splat(0);
let LN2_HIGH: v128 = f32x4.splat(0);
let LN2_LOW: v128 = f32x4.splat(0);
let ROOT_HALF: v128 = f32x4.splat(0);
let CENTRE: v128 = f32x4.splat(0);
let MANTISSA: v128 = f32x4.splat(0);
let C3: v128 = f32x4.splat(0);
let C4: v128 = f32x4.splat(0);
let C5: v128 = f32x4.splat(0);
let C6: v128 = f32x4.splat(0);
let C7: v128 = f32x4.splat(0);
let C8: v128 = f32x4.splat(0);
let C9: v128 = f32x4.splat(0);
let C10: v128 = f32x4.splat(0);
let A1: v128 = f32x4.splat(0);
let A2: v128 = f32x4.splat(0);
let A3: v128 = f32x4.splat(0);
let A4: v128 = f32x4.splat(0);

/** Minimax in relative error (Remez, test/peers/minimax.py): below 5.9e-9 for log, 4.6e-9 for log1p, before rounding. */
export function initializeLog(): void {
  ONE = f32x4.splat(1);
  HALF = f32x4.splat(0.5);
  TWO = f32x4.splat(2);
  LN2_HIGH = f32x4.splat(0.693359375);
  LN2_LOW = f32x4.splat(-0.00021219444);
  // Bits of sqrt(1/2), and of 1 less those.
  ROOT_HALF = i32x4.splat(0x3f3504f3);
  CENTRE = i32x4.splat(0x3f800000 - 0x3f3504f3);
  MANTISSA = i32x4.splat(0x007fffff);
  C3 = f32x4.splat(0.3333333171);
  C4 = f32x4.splat(-0.2500082103);
  C5 = f32x4.splat(0.2000122687);
  C6 = f32x4.splat(-0.1662335753);
  C7 = f32x4.splat(0.14201758);
  C8 = f32x4.splat(-0.1316018047);
  C9 = f32x4.splat(0.1276157735);
  C10 = f32x4.splat(-0.0763450291);
  A1 = f32x4.splat(0.3333320657);
  A2 = f32x4.splat(0.2001084953);
  A3 = f32x4.splat(0.1399957052);
  A4 = f32x4.splat(0.1401222949);
}

/** log x of positive normal numbers: x = 2^n (1 + m) with 1 + m in [sqrt(1/2), sqrt 2). Relative error below 2e-7. */
@inline export function logNormal4(x: v128): v128 {
  const bits = i32x4.add(x, CENTRE);
  const n = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127)));
  const m = f32x4.sub(i32x4.add(v128.and(bits, MANTISSA), ROOT_HALF), ONE);
  const square = f32x4.mul(m, m);
  let p = f32x4.add(f32x4.mul(C10, m), C9);
  p = f32x4.add(f32x4.mul(p, m), C8);
  p = f32x4.add(f32x4.mul(p, m), C7);
  p = f32x4.add(f32x4.mul(p, m), C6);
  p = f32x4.add(f32x4.mul(p, m), C5);
  p = f32x4.add(f32x4.mul(p, m), C4);
  p = f32x4.add(f32x4.mul(p, m), C3);
  p = f32x4.add(f32x4.mul(f32x4.mul(p, m), square), f32x4.mul(n, LN2_LOW));
  p = f32x4.sub(p, f32x4.mul(square, HALF));
  return f32x4.add(f32x4.add(p, m), f32x4.mul(n, LN2_HIGH));
}

/** log x of any number: denormals count, log 0 is -Infinity, negative numbers give NaN. */
@inline export function log4(x: v128): v128 {
  const denormal = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, denormal);
  const shift = v128.and(denormal, f32x4.splat(15.942385));
  let value = f32x4.sub(logNormal4(scaled), shift);
  value = v128.bitselect(f32x4.splat(-Infinity), value, f32x4.eq(x, f32x4.splat(0)));
  value = v128.bitselect(f32x4.splat(NaN), value, f32x4.lt(x, f32x4.splat(0)));
  // Infinity and NaN are their own logarithms.
  const finite = f32x4.lt(f32x4.abs(x), f32x4.splat(Infinity));
  const kept = v128.or(finite, f32x4.lt(x, f32x4.splat(0)));
  return v128.bitselect(value, x, kept);
}

/** log(1 + x) for x in [0, 1], by s = x / (2 + x): 2 artanh s. Relative error below 2e-7. */
@inline export function log1p4(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, TWO));
  const z = f32x4.mul(s, s);
  let p = f32x4.add(f32x4.mul(A4, z), A3);
  p = f32x4.add(f32x4.mul(p, z), A2);
  p = f32x4.add(f32x4.mul(p, z), A1);
  const twice = f32x4.add(s, s);
  return f32x4.add(f32x4.mul(f32x4.mul(p, z), twice), twice);
}
