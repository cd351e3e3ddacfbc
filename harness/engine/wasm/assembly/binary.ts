/** Comparisons, maximum, minimum, PReLU and choice of float32 tensors, with broadcasting along any axes. */

@inline const MAXIMUM: i32 = 0;
@inline const MINIMUM: i32 = 1;
@inline const PRELU: i32 = 2;
@inline const EQUAL: i32 = 3;
@inline const NOT_EQUAL: i32 = 4;
@inline const LESS: i32 = 5;
@inline const LESS_EQUAL: i32 = 6;
@inline const GREATER: i32 = 7;
@inline const GREATER_EQUAL: i32 = 8;

/** Where the current row of the result goes; rows follow one another. */
let output: usize = 0;

/**
 * `op` is one of the numbers above. `table` holds int32: rank (>= 1), then sizes, strides of a and strides of b in values,
 * `rank` each; the strides of the last axis are 0 or 1. Comparisons write bytes, the others floats.
 */
export function binary(op: i32, a: usize, b: usize, y: usize, table: usize): void {
  output = y;
  binaryAxis(op, a, b, table + 4, <usize>i32.load(table) << 2, i32.load(table));
}

function binaryAxis(op: i32, a: usize, b: usize, axis: usize, rankBytes: usize, remaining: i32): void {
  const size = i32.load(axis), stepA = i32.load(axis + rankBytes), stepB = i32.load(axis + 2 * rankBytes);
  if (remaining == 1) {
    binaryRow(op, a, b, size, stepA << 2, stepB << 2);
    return;
  }
  for (let i = 0; i < size; i++) {
    binaryAxis(op, a, b, axis + 4, rankBytes, remaining - 1);
    a += stepA << 2;
    b += stepB << 2;
  }
}

function binaryRow(op: i32, a: usize, b: usize, count: i32, stepA: i32, stepB: i32): void {
  const y = output;
  output = y + (op <= PRELU ? <usize>count << 2 : <usize>count);
  switch (op) {
    case MAXIMUM: floatRow(MAXIMUM, a, b, y, count, stepA, stepB); break;
    case MINIMUM: floatRow(MINIMUM, a, b, y, count, stepA, stepB); break;
    case PRELU: floatRow(PRELU, a, b, y, count, stepA, stepB); break;
    case EQUAL: compareRow(EQUAL, a, b, y, count, stepA, stepB); break;
    case NOT_EQUAL: compareRow(NOT_EQUAL, a, b, y, count, stepA, stepB); break;
    case LESS: compareRow(LESS, a, b, y, count, stepA, stepB); break;
    case LESS_EQUAL: compareRow(LESS_EQUAL, a, b, y, count, stepA, stepB); break;
    case GREATER: compareRow(GREATER, a, b, y, count, stepA, stepB); break;
    default: compareRow(GREATER_EQUAL, a, b, y, count, stepA, stepB);
  }
}

/** Four values, or one four times. */
@inline function four(x: usize, step: i32): v128 {
  return step == 0 ? v128.load32_splat(x) : v128.load(x);
}

/** PRELU is a where a > 0, else a b. */
@inline function combine(op: i32, a: v128, b: v128): v128 {
  if (op == PRELU) return v128.bitselect(a, f32x4.mul(a, b), f32x4.gt(a, f32x4.splat(0)));
  return op == MAXIMUM ? f32x4.max(a, b) : f32x4.min(a, b);
}

@inline function floatRow(op: i32, a: usize, b: usize, y: usize, count: i32, stepA: i32, stepB: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(y, combine(op, four(a, stepA), four(b, stepB)));
    a += 4 * stepA;
    b += 4 * stepB;
    y += 16;
  }
  for (; i < count; i++) {
    v128.store_lane<f32>(y, combine(op, v128.load32_splat(a), v128.load32_splat(b)), 0);
    a += stepA;
    b += stepB;
    y += 4;
  }
}

@inline function compare(op: i32, a: v128, b: v128): v128 {
  if (op == EQUAL) return f32x4.eq(a, b);
  if (op == NOT_EQUAL) return f32x4.ne(a, b);
  if (op == LESS) return f32x4.lt(a, b);
  if (op == LESS_EQUAL) return f32x4.le(a, b);
  if (op == GREATER) return f32x4.gt(a, b);
  return f32x4.ge(a, b);
}

@inline function compareRow(op: i32, a: usize, b: usize, y: usize, count: i32, stepA: i32, stepB: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const mask = compare(op, four(a, stepA), four(b, stepB));
    const halves = i16x8.narrow_i32x4_s(mask, mask);
    const bytes = v128.and(i8x16.narrow_i16x8_s(halves, halves), i8x16.splat(1));
    v128.store_lane<i32>(y, bytes, 0);
    a += 4 * stepA;
    b += 4 * stepB;
    y += 4;
  }
  for (; i < count; i++) {
    i32.store8(y, i32x4.extract_lane(compare(op, v128.load32_splat(a), v128.load32_splat(b)), 0) & 1);
    a += stepA;
    b += stepB;
    y += 1;
  }
}

/** y[i] = condition[i] ? a[i] : b[i]; conditions are bytes, values any 4 bytes. */
export function select(condition: usize, a: usize, b: usize, y: usize, count: i32): void {
  let i = 0;
  const zero = i32x4.splat(0);
  for (; i + 4 <= count; i += 4) {
    const bytes = v128.load_zero<i32>(condition);
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes));
    v128.store(y, v128.bitselect(v128.load(a), v128.load(b), i32x4.ne(wide, zero)));
    condition += 4;
    a += 16;
    b += 16;
    y += 16;
  }
  for (; i < count; i++) {
    i32.store(y, i32.load8_u(condition) ? i32.load(a) : i32.load(b));
    condition += 1;
    a += 4;
    b += 4;
    y += 4;
  }
}

/** Bytes 0 and 1 as floats. */
export function boolToFloat(x: usize, y: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<i32>(x)));
    v128.store(y, f32x4.convert_i32x4_u(wide));
    x += 4;
    y += 16;
  }
  for (; i < count; i++) {
    f32.store(y, <f32>i32.load8_u(x));
    x += 1;
    y += 4;
  }
}
