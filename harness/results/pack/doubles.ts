/** Numbers in few bytes and to the last bit: byte by byte of all of them, since signs, exponents and zeros repeat. */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** Bytes of a double. */
const width = 8;

/** The first byte of every number, then the second of each, and so on. */
function planesOf(numbers: readonly number[]): Uint8Array {
  const planes = new Uint8Array(width * numbers.length);
  const view = new DataView(new ArrayBuffer(width));
  numbers.forEach((number, i) => {
    view.setFloat64(0, number);
    for (let plane = 0; plane < width; plane++)
      planes[plane * numbers.length + i] = view.getUint8(plane);
  });
  return planes;
}

function numbersOf(planes: Uint8Array): number[] {
  const size = planes.length / width;
  const view = new DataView(new ArrayBuffer(width));
  return Array.from({ length: size }, (_, i) => {
    for (let plane = 0; plane < width; plane++) view.setUint8(plane, planes[plane * size + i]!);
    return view.getFloat64(0);
  });
}

const compressed = (bytes: Uint8Array, quality: number): Buffer =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    },
  });

/** About how many characters a column takes among the others. */
export const packedLength = (numbers: readonly number[]): number =>
  (4 / 3) * compressed(planesOf(numbers), 5).length;

/** All columns as base64. */
export const packDoubles = (columns: readonly (readonly number[])[]): string =>
  compressed(Buffer.concat(columns.map(planesOf)), constants.BROTLI_MAX_QUALITY).toString('base64');

/** The columns of these lengths. Throws where the text is damaged; it is never inflated beyond them. */
export function unpackDoubles(text: string, lengths: readonly number[]): number[][] {
  const bytes = width * lengths.reduce((sum, length) => sum + length, 0);
  const all = brotliDecompressSync(Buffer.from(text, 'base64'), {
    maxOutputLength: Math.max(bytes, 1),
  });
  if (all.length !== bytes)
    throw new Error(`its doubles are ${all.length} bytes, and its columns ask for ${bytes}`);
  let end = 0;
  return lengths.map((length) => {
    const start = end;
    end += width * length;
    return numbersOf(all.subarray(start, end));
  });
}
