/**
 * Packs blocks of the matrix im2col(x) [pixels, taps * channels] straight from the image; the matrix itself is never stored.
 * Taps outside the image read `zeros`, a row of channels + 3 zeros.
 */
import { interleaveRows } from './pack';
import { Window } from './shape';
import { addressTable } from './workspace';

/** Marks a pixel past the end: no tap of it lies inside an image. */
@inline const NOWHERE: i32 = -0x40000000;

/** Packs rows (pixels) [row, row+rows) and columns [start, start+depth) as panels of A, 4 pixels wide. */
export function packPixels(
  out: usize, w: Window, x: usize, zeros: usize, row: i32, rows: i32, start: i32, depth: i32,
): void {
  const channels = w.inChannels, height = w.inHeight, width = w.inWidth, filterWidth = w.filterWidth;
  const strideHeight = w.strideHeight, strideWidth = w.strideWidth, outWidth = w.outWidth, outHeight = w.outHeight;
  const pixelBytes = <usize>channels << 2, rowBytes = <usize>width * pixelBytes;
  for (let i = 0; i < rows; i += 4) {
    const valid = rows - i;
    let y0 = NOWHERE, y1 = NOWHERE, y2 = NOWHERE, y3 = NOWHERE;
    let x0 = 0, x1 = 0, x2 = 0, x3 = 0;
    let p0 = x, p1 = x, p2 = x, p3 = x;
    const line = (row + i) / outWidth;
    let column = (row + i) - line * outWidth, image = line / outHeight, r = line - image * outHeight;
    for (let j = 0; j < 4 && j < valid; j++) {
      const top = r * strideHeight - w.padTop, left = column * strideWidth - w.padLeft;
      const corner = x + <usize>((image * height + top) * width + left) * pixelBytes;
      if (j == 0) { y0 = top; x0 = left; p0 = corner; }
      else if (j == 1) { y1 = top; x1 = left; p1 = corner; }
      else if (j == 2) { y2 = top; x2 = left; p2 = corner; }
      else { y3 = top; x3 = left; p3 = corner; }
      if (++column == outWidth) {
        column = 0;
        if (++r == outHeight) { r = 0; image++; }
      }
    }
    let tap = start / channels, channel = start - tap * channels, left = depth;
    while (left > 0) {
      const count = min(channels - channel, left);
      const dy = tap / filterWidth * w.dilationHeight, dx = tap % filterWidth * w.dilationWidth;
      const shift = <usize>dy * rowBytes + <usize>dx * pixelBytes, offset = <usize>channel << 2;
      const s0 = <u32>(y0 + dy) < <u32>height && <u32>(x0 + dx) < <u32>width ? p0 + shift : zeros;
      const s1 = <u32>(y1 + dy) < <u32>height && <u32>(x1 + dx) < <u32>width ? p1 + shift : zeros;
      const s2 = <u32>(y2 + dy) < <u32>height && <u32>(x2 + dx) < <u32>width ? p2 + shift : zeros;
      const s3 = <u32>(y3 + dy) < <u32>height && <u32>(x3 + dx) < <u32>width ? p3 + shift : zeros;
      interleaveRows(out, s0 + offset, s1 + offset, s2 + offset, s3 + offset, count, 16);
      out += <usize>count << 4;
      left -= count;
      channel = 0;
      tap++;
    }
  }
}

/** Packs the transpose: rows (tap, channel) [row, row+rows) over pixels [start, start+depth), panels 4 rows wide. */
export function packTaps(
  out: usize, w: Window, x: usize, zeros: usize, row: i32, rows: i32, start: i32, depth: i32,
): void {
  const channels = w.inChannels;
  let known = -1;
  for (let i = row; i < row + rows; i += 4) {
    const tap = i / channels, channel = i - tap * channels;
    if (channel + 4 <= channels && i + 4 <= row + rows) {
      if (tap != known) tabulateTap(w, x, zeros, tap, start, depth);
      known = tap;
      copyVectors(out, <usize>channel << 2, depth);
    } else {
      for (let j = 0; j < 4; j++) {
        const inside = i + j < row + rows;
        const t = (i + j) / channels, c = (i + j) - t * channels;
        if (inside && t != known) {
          tabulateTap(w, x, zeros, t, start, depth);
          known = t;
        }
        copyScalars(out + (<usize>j << 2), inside ? <usize>c << 2 : 0, depth, inside);
      }
    }
    out += <usize>depth << 4;
  }
}

/** Writes the address of channel 0 under `tap` for each pixel in [start, start+depth). */
function tabulateTap(w: Window, x: usize, zeros: usize, tap: i32, start: i32, depth: i32): void {
  const outWidth = w.outWidth, outHeight = w.outHeight, width = w.inWidth, strideWidth = w.strideWidth;
  const pixelBytes = <usize>w.inChannels << 2;
  const dy = tap / w.filterWidth * w.dilationHeight - w.padTop;
  const dx = tap % w.filterWidth * w.dilationWidth - w.padLeft;
  const line = start / outWidth;
  let column = start - line * outWidth, image = line / outHeight, r = line - image * outHeight;
  let entry = addressTable(), left = depth;
  while (left > 0) {
    const run = min(outWidth - column, left);
    const y = r * w.strideHeight + dy;
    const inside = <u32>y < <u32>w.inHeight;
    const base = x + <usize>((image * w.inHeight + y) * width) * pixelBytes;
    let xx = column * strideWidth + dx;
    for (let j = 0; j < run; j++) {
      const hit = inside && <u32>xx < <u32>width;
      store<usize>(entry, hit ? base + <usize>xx * pixelBytes : zeros);
      entry += 4;
      xx += strideWidth;
    }
    left -= run;
    column = 0;
    if (++r == outHeight) { r = 0; image++; }
  }
}

@inline function copyVectors(out: usize, offset: usize, depth: i32): void {
  let entry = addressTable();
  const end = entry + (<usize>depth << 2);
  for (; entry + 16 <= end; entry += 16) {
    v128.store(out, v128.load(load<usize>(entry) + offset));
    v128.store(out, v128.load(load<usize>(entry, 4) + offset), 16);
    v128.store(out, v128.load(load<usize>(entry, 8) + offset), 32);
    v128.store(out, v128.load(load<usize>(entry, 12) + offset), 48);
    out += 64;
  }
  for (; entry < end; entry += 4) {
    v128.store(out, v128.load(load<usize>(entry) + offset));
    out += 16;
  }
}

@inline function copyScalars(out: usize, offset: usize, depth: i32, inside: bool): void {
  let entry = addressTable();
  const end = entry + (<usize>depth << 2);
  for (; entry < end; entry += 4) {
    f32.store(out, inside ? f32.load(load<usize>(entry) + offset) : 0);
    out += 16;
  }
}
