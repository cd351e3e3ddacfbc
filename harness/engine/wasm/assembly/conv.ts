/** Convolution of NHWC images by implicit im2col: forward, filter gradient and input gradient. */
import { addRow } from './gather';
import { multiplyBlocks } from './gemm';
import { packPixels, packTaps } from './im2col';
import { packA, packB } from './pack';
import { Window } from './shape';
import { BLOCK_COLUMNS, BLOCK_DEPTH, BLOCK_ROWS, blockOfA, blockOfB } from './workspace';

/** Pixels of one block of the forward pass; smaller than a block of GEMM, as packing reads the image at random. */
@inline const BLOCK_PIXELS: i32 = 64;

/** y[pixels, outChannels] = im2col(x) filter[taps * inChannels, outChannels]; `zeros` has room for inChannels + 4 floats. */
export function convForward(w: Window, x: usize, filter: usize, y: usize, zeros: usize): void {
  const pixels = w.batch * w.outHeight * w.outWidth, columns = w.outChannels;
  const k = w.filterHeight * w.filterWidth * w.inChannels;
  memory.fill(zeros, 0, <usize>(w.inChannels + 4) << 2);
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const n = min(BLOCK_COLUMNS, columns - column);
    for (let start = 0; start < k; start += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, k - start);
      packB(blockOfB(), filter, false, columns, start, depth, column, n);
      for (let row = 0; row < pixels; row += BLOCK_PIXELS) {
        const rows = min(BLOCK_PIXELS, pixels - row);
        packPixels(blockOfA(), w, x, zeros, row, rows, start, depth);
        const out = y + ((<usize>row * columns + column) << 2);
        multiplyBlocks(blockOfB(), out, <usize>columns << 2, rows, n, depth, start > 0);
      }
    }
  }
}

/** dFilter[taps * inChannels, outChannels] = im2col(x)^T dy; `zeros` as in `convForward`. */
export function convFilterGradient(w: Window, x: usize, dy: usize, dFilter: usize, zeros: usize): void {
  const pixels = w.batch * w.outHeight * w.outWidth, columns = w.outChannels;
  const k = w.filterHeight * w.filterWidth * w.inChannels;
  memory.fill(zeros, 0, <usize>(w.inChannels + 4) << 2);
  if (pixels == 0) memory.fill(dFilter, 0, <usize>(k * columns) << 2);
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const n = min(BLOCK_COLUMNS, columns - column);
    for (let start = 0; start < pixels; start += BLOCK_DEPTH) {
      const depth = min(BLOCK_DEPTH, pixels - start);
      packB(blockOfB(), dy, false, columns, start, depth, column, n);
      for (let row = 0; row < k; row += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, k - row);
        packTaps(blockOfA(), w, x, zeros, row, rows, start, depth);
        const out = dFilter + ((<usize>row * columns + column) << 2);
        multiplyBlocks(blockOfB(), out, <usize>columns << 2, rows, n, depth, start > 0);
      }
    }
  }
}

/** flipped[kh,kw,out,in] = filter[KH-1-kh, KW-1-kw, in, out]: a stride 1 input gradient is a convolution with it. */
export function flipFilter(filter: usize, flipped: usize, taps: i32, inChannels: i32, outChannels: i32): void {
  const tapBytes = <usize>(inChannels * outChannels) << 2;
  for (let t = 0; t < taps; t++) {
    let out = flipped + <usize>t * tapBytes;
    const source = filter + <usize>(taps - 1 - t) * tapBytes;
    for (let o = 0; o < outChannels; o++) {
      let s = source + (<usize>o << 2);
      for (let i = 0; i < inChannels; i++) {
        f32.store(out, f32.load(s));
        out += 4;
        s += <usize>outChannels << 2;
      }
    }
  }
}

/**
 * dx = col2im(dy filter^T) for any stride: blocks of columns are computed in `columns` (room for 128 * taps * inChannels
 * floats) and added where they came from.
 */
export function convInputGradient(w: Window, dy: usize, filter: usize, dx: usize, columns: usize): void {
  const pixels = w.batch * w.outHeight * w.outWidth, channels = w.outChannels;
  const k = w.filterHeight * w.filterWidth * w.inChannels;
  memory.fill(dx, 0, <usize>(w.batch * w.inHeight * w.inWidth * w.inChannels) << 2);
  for (let row = 0; row < pixels; row += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, pixels - row);
    for (let column = 0; column < k; column += BLOCK_COLUMNS) {
      const n = min(BLOCK_COLUMNS, k - column);
      for (let start = 0; start < channels; start += BLOCK_DEPTH) {
        const depth = min(BLOCK_DEPTH, channels - start);
        packB(blockOfB(), filter, true, channels, start, depth, column, n);
        packA(blockOfA(), dy, false, channels, row, rows, start, depth);
        multiplyBlocks(blockOfB(), columns + (<usize>column << 2), <usize>k << 2, rows, n, depth, start > 0);
      }
    }
    addColumns(w, columns, dx, row, rows);
  }
}

/** Adds columns[rows, taps * inChannels] to the pixels under each tap. */
function addColumns(w: Window, columns: usize, dx: usize, row: i32, rows: i32): void {
  const channels = w.inChannels, pixelBytes = <usize>channels << 2;
  let source = columns;
  for (let p = row; p < row + rows; p++) {
    const line = p / w.outWidth, column = p - line * w.outWidth;
    const image = line / w.outHeight, r = line - image * w.outHeight;
    for (let i = 0; i < w.filterHeight; i++) {
      const y = r * w.strideHeight - w.padTop + i * w.dilationHeight;
      for (let j = 0; j < w.filterWidth; j++) {
        const x = column * w.strideWidth - w.padLeft + j * w.dilationWidth;
        if (<u32>y < <u32>w.inHeight && <u32>x < <u32>w.inWidth) {
          addRow(dx + <usize>((image * w.inHeight + y) * w.inWidth + x) * pixelBytes, source, channels);
        }
        source += pixelBytes;
      }
    }
  }
}
