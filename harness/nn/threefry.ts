/**
 * Threefry-2x32 with 13 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"): a counter-based
 * generator, and with this many rounds the fastest of its family that passes BigCrush. Rotations are those of table 2.
 */
const parity = 0x1bd11bda;

/**
 * Fills `out` with numbers in [0, 2^32): two for each counter (i, 0), i = 0, 1, ...
 * `seed` is the key: a whole number in [0, 2^53).
 */
export function threefry(seed: number, out: Uint32Array): void {
  const [k0, k1] = key(seed);
  const pair = new Uint32Array(2);
  for (let i = 0; 2 * i < out.length; i++) {
    block(k0, k1, i, 0, pair);
    out[2 * i] = pair[0]!;
    out[2 * i + 1] = pair[1]!;
  }
}

/** A new seed for part `index` of what `seed` decides: layers, steps. Different indices give independent streams. */
export function foldIn(seed: number, index: number): number {
  const [k0, k1] = key(seed);
  const pair = new Uint32Array(2);
  block(k0, k1, index, 1, pair);
  return (pair[1]! >>> 11) * 2 ** 32 + pair[0]!;
}

function key(seed: number): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`A seed is a whole number in [0, 2^53); got ${seed}.`);
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/** One block: key (k0, k1), counter (c0, c1) -> two words. Unrolled: dropout without a kernel spends its time here. */
export function block(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const k2 = k0 ^ k1 ^ parity;
  let x = (c0 + k0) | 0;
  let y = (c1 + k1) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k1) | 0;
  y = (y + k2 + 1) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0;
  y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0;
  y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0;
  y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + k2) | 0;
  y = (y + k0 + 2) | 0;
  x = (x + y) | 0;
  y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0;
  y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0;
  y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0;
  y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + k0) | 0;
  y = (y + k1 + 3) | 0;
  x = (x + y) | 0;
  y = ((y << 17) | (y >>> 15)) ^ x;
  out[0] = x;
  out[1] = y;
}
