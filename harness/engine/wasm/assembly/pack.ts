/**
 * Packing of matrix blocks into panels: `width` neighbouring rows of A (or columns of B) lie side by side for each step of
 * depth, so that the micro-kernel reads memory in order. Panels that stick out of the matrix are filled with zeros.
 */
import { TILE_COLUMNS, TILE_ROWS } from './microkernel';

/** Packs op(A)[row.., depth..]; `leading` is A's row length in floats. */
export function packA(
  out: usize, a: usize, transposed: bool, leading: usize, row: i32, rows: i32, start: i32, depth: i32,
): void {
  if (transposed) packAlongRows(out, at(a, start, row, leading), rows, depth, leading, TILE_ROWS);
  else packAcrossRows(out, at(a, row, start, leading), rows, depth, leading, TILE_ROWS);
}

/** Packs op(B)[depth.., column..]; `leading` is B's row length in floats. */
export function packB(
  out: usize, b: usize, transposed: bool, leading: usize, start: i32, depth: i32, column: i32, columns: i32,
): void {
  if (transposed) packAcrossRows(out, at(b, column, start, leading), columns, depth, leading, TILE_COLUMNS);
  else packAlongRows(out, at(b, start, column, leading), columns, depth, leading, TILE_COLUMNS);
}

@inline function at(matrix: usize, row: i32, column: i32, leading: usize): usize {
  return matrix + ((<usize>row * leading + <usize>column) << 2);
}

/**
 * Source element (i, k) at `source + (i + k * leading)` floats: the panel's elements are neighbours. Panels that share cache
 * lines of the source are filled together: rows a power of two apart would push one another out before the next panel.
 */
function packAlongRows(out: usize, source: usize, count: i32, depth: i32, leading: usize, width: i32): void {
  const step = leading << 2;
  let i = 0;
  for (; i + 16 <= count; i += 16) {
    if (width == 8) copyLine8(out, source + (<usize>i << 2), depth, step);
    else copyLine4(out, source + (<usize>i << 2), depth, step);
    out += <usize>depth << 6;
  }
  for (; i + width <= count; i += width) {
    let s = source + (<usize>i << 2);
    for (let k = 0; k < depth; k++) {
      v128.store(out, v128.load(s));
      if (width == 8) v128.store(out, v128.load(s, 16), 16);
      out += <usize>width << 2;
      s += step;
    }
  }
  if (i == count) return;
  const rest = count - i;
  let s = source + (<usize>i << 2);
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < width; j++) {
      f32.store(out + (<usize>j << 2), j < rest ? f32.load(s + (<usize>j << 2)) : 0);
    }
    out += <usize>width << 2;
    s += step;
  }
}

/** Two panels of 8 from 16 neighbours. */
function copyLine8(out: usize, s: usize, depth: i32, step: usize): void {
  let next = out + (<usize>depth << 5);
  for (let k = 0; k < depth; k++) {
    v128.store(out, v128.load(s));
    v128.store(out, v128.load(s, 16), 16);
    v128.store(next, v128.load(s, 32));
    v128.store(next, v128.load(s, 48), 16);
    out += 32;
    next += 32;
    s += step;
  }
}

/** Four panels of 4 from 16 neighbours. */
function copyLine4(out: usize, s: usize, depth: i32, step: usize): void {
  const panel = <usize>depth << 4, end = out + panel;
  for (; out < end; out += 16) {
    v128.store(out, v128.load(s));
    v128.store(out + panel, v128.load(s, 16));
    v128.store(out + 2 * panel, v128.load(s, 32));
    v128.store(out + 3 * panel, v128.load(s, 48));
    s += step;
  }
}

/** Source element (i, k) at `source + (i * leading + k)` floats: the panel is transposed on the way. */
function packAcrossRows(out: usize, source: usize, count: i32, depth: i32, leading: usize, width: i32): void {
  const rowBytes = leading << 2, step = <usize>width << 2;
  let i = 0;
  for (; i + width <= count; i += width) {
    for (let j = 0; j < width; j += 4) {
      const row = source + <usize>(i + j) * rowBytes;
      interleaveRows(out + (<usize>j << 2), row, row + rowBytes, row + 2 * rowBytes, row + 3 * rowBytes, depth, step);
    }
    out += <usize>depth * step;
  }
  if (i == count) return;
  const rest = count - i;
  for (let j = 0; j < width; j++) {
    let o = out + (<usize>j << 2), s = source + <usize>(i + j) * rowBytes;
    for (let k = 0; k < depth; k++) {
      f32.store(o, j < rest ? f32.load(s) : 0);
      o += step;
      s += 4;
    }
  }
}

/** Writes (r0[k], r1[k], r2[k], r3[k]) for k in [0, count), `step` bytes apart. */
@inline export function interleaveRows(
  out: usize, r0: usize, r1: usize, r2: usize, r3: usize, count: i32, step: usize,
): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const v0 = v128.load(r0), v1 = v128.load(r1), v2 = v128.load(r2), v3 = v128.load(r3);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
    v128.store(out + step, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
    v128.store(out + 2 * step, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
    v128.store(out + 3 * step, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
    out += 4 * step;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  for (; k < count; k++) {
    f32.store(out, f32.load(r0));
    f32.store(out, f32.load(r1), 4);
    f32.store(out, f32.load(r2), 8);
    f32.store(out, f32.load(r3), 12);
    out += step;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
}
