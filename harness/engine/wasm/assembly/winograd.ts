/** 3x3 convolutions of stride 1 by Winograd F(2x2, 3x3), with any number of channels. */
import { Window } from './shape';
import { transformOutput, transformOutputGradient } from './winograd-tiles';
import { transformFilter, transformInput, untransformFilter, upTo } from './winograd-transforms';

/** Tiles of one block; its 16 planes of inputs and products stay in the second cache. */
@inline const BLOCK_TILES: i32 = 32;

/** Bytes from one plane to the next; the gap keeps planes off the same cache sets. */
@inline function planeBytes(channels: i32): usize {
  return (<usize>(BLOCK_TILES * channels) << 2) + 64;
}

@inline function tileCount(w: Window): i32 {
  return w.batch * ((w.outHeight + 1) >> 1) * ((w.outWidth + 1) >> 1);
}

/** Bytes of scratch that both passes need. */
export function winogradBytes(inputs: i32, outputs: i32): usize {
  const c = upTo(4, inputs), o = upTo(8, outputs);
  return (<usize>(16 * c * o + c + 4) << 2) + 16 * planeBytes(c) + 16 * planeBytes(o);
}

/** y = x * filter; `scratch` holds `winogradBytes`. */
export function winogradForward(w: Window, x: usize, filter: usize, y: usize, scratch: usize): void {
  const c = upTo(4, w.inChannels), o = upTo(8, w.outChannels), tiles = tileCount(w);
  const v = scratch, m = v + 16 * planeBytes(c), u = m + 16 * planeBytes(o), zeros = u + (<usize>(16 * c * o) << 2);
  memory.fill(zeros, 0, <usize>(c + 4) << 2);
  transformFilter(filter, u, w.inChannels, w.outChannels);
  const rowA = <usize>c << 2, rowC = <usize>o << 2, panel = <usize>c << 5;
  for (let first = 0; first < tiles; first += BLOCK_TILES) {
    const count = min(BLOCK_TILES, tiles - first);
    transformInput(w, x, zeros, v, planeBytes(c), first, count);
    for (let p: usize = 0; p < 16; p++) {
      const a = v + p * planeBytes(c), out = m + p * planeBytes(o);
      let b = u + ((p * <usize>c * <usize>o) << 2);
      for (let column = 0; column < o; column += 8) {
        // Rows past the last tile hold stale numbers that nobody reads.
        for (let row = 0; row < count; row += 4) {
          const target = out + <usize>row * rowC + (<usize>column << 2);
          multiplyStrided(a + <usize>row * rowA, rowA, 4, b, 32, target, rowC, c, false);
        }
        b += panel;
      }
    }
    transformOutput(w, m, planeBytes(o), y, first, count);
  }
}

/** dFilter = x correlated with dy; `scratch` holds `winogradBytes`. */
export function winogradFilterGradient(w: Window, x: usize, dy: usize, dFilter: usize, scratch: usize): void {
  const c = upTo(4, w.inChannels), o = upTo(8, w.outChannels), tiles = tileCount(w);
  const v = scratch, m = v + 16 * planeBytes(c), du = m + 16 * planeBytes(o), zeros = du + (<usize>(16 * c * o) << 2);
  memory.fill(zeros, 0, <usize>(c + 4) << 2);
  memory.fill(du, 0, <usize>(16 * c * o) << 2);
  const rowA = <usize>c << 2, rowB = <usize>o << 2;
  for (let first = 0; first < tiles; first += BLOCK_TILES) {
    const count = min(BLOCK_TILES, tiles - first);
    transformInput(w, x, zeros, v, planeBytes(c), first, count);
    transformOutputGradient(w, dy, m, planeBytes(o), first, count);
    for (let p: usize = 0; p < 16; p++) {
      const a = v + p * planeBytes(c), b = m + p * planeBytes(o), out = du + ((p * <usize>c * <usize>o) << 2);
      for (let column = 0; column < o; column += 8) {
        for (let row = 0; row < c; row += 4) {
          const target = out + ((<usize>(row * o) + <usize>column) << 2);
          multiplyStrided(a + (<usize>row << 2), 4, rowA, b + (<usize>column << 2), rowB, target, rowB, count, true);
        }
      }
    }
  }
  untransformFilter(du, dFilter, w.inChannels, w.outChannels);
}

/**
 * The micro-kernel without packing: C[4,8] (+)= A[4,depth] B[depth,8], where A's elements lie `rowA` and `stepA` bytes apart,
 * B's rows `stepB` and C's rows `rowC`.
 */
function multiplyStrided(
  a: usize, rowA: usize, stepA: usize, b: usize, stepB: usize, c: usize, rowC: usize, depth: i32, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let p1 = a + rowA, p2 = p1 + rowA, p3 = p2 + rowA;
  do {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = f32x4.add(c00, f32x4.mul(a0, b0));
    c01 = f32x4.add(c01, f32x4.mul(a0, b1));
    const a1 = v128.load32_splat(p1);
    c10 = f32x4.add(c10, f32x4.mul(a1, b0));
    c11 = f32x4.add(c11, f32x4.mul(a1, b1));
    const a2 = v128.load32_splat(p2);
    c20 = f32x4.add(c20, f32x4.mul(a2, b0));
    c21 = f32x4.add(c21, f32x4.mul(a2, b1));
    const a3 = v128.load32_splat(p3);
    c30 = f32x4.add(c30, f32x4.mul(a3, b0));
    c31 = f32x4.add(c31, f32x4.mul(a3, b1));
    a += stepA;
    p1 += stepA;
    p2 += stepA;
    p3 += stepA;
    b += stepB;
  } while (--depth > 0);
  writeRow(c, c00, c01, accumulate);
  writeRow(c + rowC, c10, c11, accumulate);
  writeRow(c + 2 * rowC, c20, c21, accumulate);
  writeRow(c + 3 * rowC, c30, c31, accumulate);
}

@inline function writeRow(c: usize, left: v128, right: v128, accumulate: bool): void {
  v128.store(c, accumulate ? f32x4.add(v128.load(c), left) : left);
  v128.store(c, accumulate ? f32x4.add(v128.load(c, 16), right) : right, 16);
}
