/** Philox4x32-10, a counter-based generator: four random words from a key and a counter, without state. */

const rounds = 10;
const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** Fills `out` with the four words of block `index` (a whole number below 2^53). */
export function philox(key: readonly [number, number], index: number, out: Uint32Array): void {
  out[0] = index >>> 0;
  out[1] = Math.floor(index / 2 ** 32);
  out[2] = 0;
  out[3] = 0;
  philoxBlock(key, out);
}

/** Turns the counter in `words` into four random words, in place. */
export function philoxBlock([key0, key1]: readonly [number, number], words: Uint32Array): void {
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(multiplier0, words[0]!);
    const low0 = Math.imul(multiplier0, words[0]!);
    const high1 = multiplyHigh(multiplier1, words[2]!);
    const low1 = Math.imul(multiplier1, words[2]!);
    const roundKey0 = key0 + Math.imul(round, weyl0);
    const roundKey1 = key1 + Math.imul(round, weyl1);
    words[0] = high1 ^ words[1]! ^ roundKey0;
    words[1] = low1;
    words[2] = high0 ^ words[3]! ^ roundKey1;
    words[3] = low0;
  }
}

/** The upper 32 of the 64 bits of a product of unsigned 32-bit numbers, by halves of 16 bits. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle % 0x10000);
  return aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000);
}
