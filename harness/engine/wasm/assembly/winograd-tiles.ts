/** Winograd F(2x2, 3x3), the side of the outputs: products to 2x2 pixels, and output gradients to products. */
import { loadFirst, storeFirst } from './map';
import { Window } from './shape';
import { upTo } from './winograd-transforms';

/** y pixels = A^T m A of m[plane][tile, output] for tiles in [first, first+tiles). */
export function transformOutput(w: Window, m: usize, plane: usize, y: usize, first: i32, tiles: i32): void {
  const rowBytes = <usize>upTo(8, w.outChannels) << 2;
  for (let i = 0; i < tiles; i++) {
    const pixel = pixelOf(w, first + i), right = hasRight(w, first + i), below = hasBelow(w, first + i);
    const out = y + ((<usize>pixel * <usize>w.outChannels) << 2);
    for (let o = 0; o < w.outChannels; o += 4) {
      outputVector(w, m + (<usize>o << 2), plane, out + (<usize>o << 2), right, below, w.outChannels - o);
    }
    m += rowBytes;
  }
}

/** m[plane][tile, output] = A dy A^T, with zeros for pixels past the edges. */
export function transformOutputGradient(w: Window, dy: usize, m: usize, plane: usize, first: i32, tiles: i32): void {
  const width = upTo(8, w.outChannels);
  for (let i = 0; i < tiles; i++) {
    const pixel = pixelOf(w, first + i), right = hasRight(w, first + i), below = hasBelow(w, first + i);
    const source = dy + ((<usize>pixel * <usize>w.outChannels) << 2);
    for (let o = 0; o < width; o += 4) {
      gradientVector(w, source + (<usize>o << 2), m + (<usize>o << 2), plane, right, below, w.outChannels - o);
    }
    m += <usize>width << 2;
  }
}

/** Index of a tile's upper left pixel. */
@inline function pixelOf(w: Window, tile: i32): i32 {
  const tilesHigh = (w.outHeight + 1) >> 1, tilesWide = (w.outWidth + 1) >> 1;
  const line = tile / tilesWide, column = tile - line * tilesWide;
  const image = line / tilesHigh, row = line - image * tilesHigh;
  return (image * w.outHeight + 2 * row) * w.outWidth + 2 * column;
}

@inline function hasRight(w: Window, tile: i32): bool {
  const tilesWide = (w.outWidth + 1) >> 1;
  return 2 * (tile % tilesWide) + 1 < w.outWidth;
}

@inline function hasBelow(w: Window, tile: i32): bool {
  const tilesHigh = (w.outHeight + 1) >> 1, tilesWide = (w.outWidth + 1) >> 1;
  return 2 * (tile / tilesWide % tilesHigh) + 1 < w.outHeight;
}

@inline function put(y: usize, v: v128, rest: i32): void {
  if (rest >= 4) v128.store(y, v);
  else storeFirst(y, v, rest);
}

/** a + b + c, the upper row of A^T. */
@inline function upper(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.add(a, b), c);
}

/** b - c - d, the lower row of A^T. */
@inline function lower(b: v128, c: v128, d: v128): v128 {
  return f32x4.sub(f32x4.sub(b, c), d);
}

@inline function upperColumn(m: usize, plane: usize): v128 {
  return upper(v128.load(m), v128.load(m + 4 * plane), v128.load(m + 8 * plane));
}

@inline function lowerColumn(m: usize, plane: usize): v128 {
  return lower(v128.load(m + 4 * plane), v128.load(m + 8 * plane), v128.load(m + 12 * plane));
}

@inline function outputVector(w: Window, m: usize, plane: usize, y: usize, right: bool, below: bool, rest: i32): void {
  const step = <usize>w.outChannels << 2;
  const b = upperColumn(m + plane, plane), c = upperColumn(m + 2 * plane, plane);
  put(y, upper(upperColumn(m, plane), b, c), rest);
  if (right) put(y + step, lower(b, c, upperColumn(m + 3 * plane, plane)), rest);
  if (!below) return;
  const under = y + step * <usize>w.outWidth;
  const f = lowerColumn(m + plane, plane), g = lowerColumn(m + 2 * plane, plane);
  put(under, upper(lowerColumn(m, plane), f, g), rest);
  if (right) put(under + step, lower(f, g, lowerColumn(m + 3 * plane, plane)), rest);
}

@inline function get(x: usize, inside: bool, rest: i32): v128 {
  if (!inside || rest <= 0) return f32x4.splat(0);
  return rest >= 4 ? v128.load(x) : loadFirst(x, rest);
}

@inline function gradientVector(w: Window, dy: usize, m: usize, plane: usize, right: bool, below: bool, rest: i32): void {
  const step = <usize>w.outChannels << 2, under = dy + step * <usize>w.outWidth;
  const a = get(dy, true, rest), b = get(dy + step, right, rest);
  const c = get(under, below, rest), d = get(under + step, right && below, rest);
  gradientRow(m, plane, a, b);
  gradientRow(m + 4 * plane, plane, f32x4.add(a, c), f32x4.add(b, d));
  gradientRow(m + 8 * plane, plane, f32x4.sub(a, c), f32x4.sub(b, d));
  gradientRow(m + 12 * plane, plane, f32x4.neg(c), f32x4.neg(d));
}

@inline function gradientRow(m: usize, plane: usize, a: v128, b: v128): void {
  v128.store(m, a);
  v128.store(m + plane, f32x4.add(a, b));
  v128.store(m + 2 * plane, f32x4.sub(a, b));
  v128.store(m + 3 * plane, f32x4.neg(b));
}
