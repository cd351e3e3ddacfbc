/**
 * Transforms of Winograd's F(2x2, 3x3) (Lavin and Gray, CVPR 2016): a tile of 2x2 outputs needs 16 products per pair of channels in
 * place of 36. The 16 products live in 16 planes [tile, channel]; channels are filled up with zeros to a multiple of 4
 * (inputs) or 8 (outputs).
 */
import { loadFirst, storeFirst } from './map';
import { Window } from './shape';
import { addressTable } from './workspace';

@inline export function upTo(multiple: i32, count: i32): i32 {
  return (count + multiple - 1) / multiple * multiple;
}

/** Four values, or the first `rest` of them and zeros. */
@inline function loadSome(x: usize, rest: i32): v128 {
  if (rest >= 4) return v128.load(x);
  return rest > 0 ? loadFirst(x, rest) : f32x4.splat(0);
}

@inline function storeSome(y: usize, v: v128, rest: i32): void {
  if (rest >= 4) v128.store(y, v);
  else storeFirst(y, v, rest);
}

/** u[plane][output / 8][channel][8] = G g G^T of filter[3, 3, inputs, outputs]. */
export function transformFilter(filter: usize, u: usize, inputs: i32, outputs: i32): void {
  const depth = upTo(4, inputs), plane = <usize>(depth * upTo(8, outputs)) << 2;
  const tap = <usize>(inputs * outputs) << 2;
  for (let o = 0; o < outputs; o += 8) {
    for (let c = 0; c < depth; c++) {
      for (let j = 0; j < 8; j += 4) {
        const rest = c < inputs ? outputs - o - j : 0;
        const g = filter + (<usize>(c * outputs + o + j) << 2);
        filterVector(g, tap, u + (<usize>(o * depth + c * 8 + j) << 2), plane, rest);
      }
    }
  }
}

@inline function filterVector(g: usize, tap: usize, u: usize, plane: usize, rest: i32): void {
  const g00 = loadSome(g, rest), g01 = loadSome(g + tap, rest), g02 = loadSome(g + 2 * tap, rest);
  const g10 = loadSome(g + 3 * tap, rest), g11 = loadSome(g + 4 * tap, rest), g12 = loadSome(g + 5 * tap, rest);
  const g20 = loadSome(g + 6 * tap, rest), g21 = loadSome(g + 7 * tap, rest), g22 = loadSome(g + 8 * tap, rest);
  filterRow(u, plane, g00, g01, g02);
  filterRow(u + 4 * plane, plane, halfSum(g00, g10, g20), halfSum(g01, g11, g21), halfSum(g02, g12, g22));
  filterRow(u + 8 * plane, plane, halfGap(g00, g10, g20), halfGap(g01, g11, g21), halfGap(g02, g12, g22));
  filterRow(u + 12 * plane, plane, g20, g21, g22);
}

/** (a + b + c) / 2. */
@inline function halfSum(a: v128, b: v128, c: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.add(a, c), b));
}

/** (a - b + c) / 2. */
@inline function halfGap(a: v128, b: v128, c: v128): v128 {
  return f32x4.mul(f32x4.splat(0.5), f32x4.sub(f32x4.add(a, c), b));
}

@inline function filterRow(u: usize, plane: usize, a: v128, b: v128, c: v128): void {
  v128.store(u, a);
  v128.store(u + plane, halfSum(a, b, c));
  v128.store(u + 2 * plane, halfGap(a, b, c));
  v128.store(u + 3 * plane, c);
}

/** dFilter[3, 3, inputs, outputs] = G^T du G of du[plane][channel][output]. */
export function untransformFilter(du: usize, dFilter: usize, inputs: i32, outputs: i32): void {
  const width = upTo(8, outputs), plane = <usize>(upTo(4, inputs) * width) << 2;
  const tap = <usize>(inputs * outputs) << 2;
  for (let c = 0; c < inputs; c++) {
    for (let o = 0; o < outputs; o += 4) {
      const m = du + (<usize>(c * width + o) << 2), g = dFilter + (<usize>(c * outputs + o) << 2);
      const rest = outputs - o;
      for (let r = 0; r < 3; r++) {
        const t0 = foldRow(m, plane, r), t1 = foldRow(m + plane, plane, r);
        const t2 = foldRow(m + 2 * plane, plane, r), t3 = foldRow(m + 3 * plane, plane, r);
        const row = g + <usize>(3 * r) * tap;
        storeSome(row, fold(0, t0, t1, t2, t3), rest);
        storeSome(row + tap, fold(1, t0, t1, t2, t3), rest);
        storeSome(row + 2 * tap, fold(2, t0, t1, t2, t3), rest);
      }
    }
  }
}

@inline function foldRow(m: usize, plane: usize, r: i32): v128 {
  return fold(r, v128.load(m), v128.load(m + 4 * plane), v128.load(m + 8 * plane), v128.load(m + 12 * plane));
}

/** Row r of G^T (a, b, c, d): a + (b+c)/2, (b-c)/2, (b+c)/2 + d. */
@inline function fold(r: i32, a: v128, b: v128, c: v128, d: v128): v128 {
  const half = f32x4.splat(0.5);
  if (r == 1) return f32x4.mul(half, f32x4.sub(b, c));
  return f32x4.add(f32x4.mul(half, f32x4.add(b, c)), r == 0 ? a : d);
}

/** v[plane][tile, channel] = B^T d B of the 4x4 pixels under each tile in [first, first+tiles). */
export function transformInput(w: Window, x: usize, zeros: usize, v: usize, plane: usize, first: i32, tiles: i32): void {
  const tilesHigh = (w.outHeight + 1) >> 1, tilesWide = (w.outWidth + 1) >> 1;
  const pixelBytes = <usize>w.inChannels << 2, rowBytes = <usize>upTo(4, w.inChannels) << 2;
  for (let i = 0; i < tiles; i++) {
    const line = (first + i) / tilesWide, column = (first + i) - line * tilesWide;
    const image = line / tilesHigh, top = 2 * (line - image * tilesHigh) - w.padTop, left = 2 * column - w.padLeft;
    let entry = addressTable();
    for (let r = top; r < top + 4; r++) {
      const inside = <u32>r < <u32>w.inHeight;
      const row = x + <usize>((image * w.inHeight + r) * w.inWidth) * pixelBytes;
      for (let c = left; c < left + 4; c++) {
        store<usize>(entry, inside && <u32>c < <u32>w.inWidth ? row + <usize>c * pixelBytes : zeros);
        entry += 4;
      }
    }
    let c = 0;
    for (; c + 4 <= w.inChannels; c += 4) inputVector(<usize>c << 2, v + (<usize>c << 2), plane, 4);
    if (c < w.inChannels) inputVector(<usize>c << 2, v + (<usize>c << 2), plane, w.inChannels - c);
    v += rowBytes;
  }
}

@inline function pixel(index: usize, offset: usize, rest: i32): v128 {
  return loadSome(load<usize>(addressTable() + (index << 2)) + offset, rest);
}

@inline function inputVector(offset: usize, v: usize, plane: usize, rest: i32): void {
  const a0 = pixel(0, offset, rest), a1 = pixel(1, offset, rest), a2 = pixel(2, offset, rest), a3 = pixel(3, offset, rest);
  const c0 = pixel(8, offset, rest), c1 = pixel(9, offset, rest), c2 = pixel(10, offset, rest), c3 = pixel(11, offset, rest);
  inputRow(v, plane, f32x4.sub(a0, c0), f32x4.sub(a1, c1), f32x4.sub(a2, c2), f32x4.sub(a3, c3));
  const b0 = pixel(4, offset, rest), b1 = pixel(5, offset, rest), b2 = pixel(6, offset, rest), b3 = pixel(7, offset, rest);
  inputRow(v + 4 * plane, plane, f32x4.add(b0, c0), f32x4.add(b1, c1), f32x4.add(b2, c2), f32x4.add(b3, c3));
  inputRow(v + 8 * plane, plane, f32x4.sub(c0, b0), f32x4.sub(c1, b1), f32x4.sub(c2, b2), f32x4.sub(c3, b3));
  const d0 = pixel(12, offset, rest), d1 = pixel(13, offset, rest);
  const d2 = pixel(14, offset, rest), d3 = pixel(15, offset, rest);
  inputRow(v + 12 * plane, plane, f32x4.sub(b0, d0), f32x4.sub(b1, d1), f32x4.sub(b2, d2), f32x4.sub(b3, d3));
}

@inline function inputRow(v: usize, plane: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(v, f32x4.sub(a, c));
  v128.store(v + plane, f32x4.add(b, c));
  v128.store(v + 2 * plane, f32x4.sub(c, b));
  v128.store(v + 3 * plane, f32x4.sub(b, d));
}
