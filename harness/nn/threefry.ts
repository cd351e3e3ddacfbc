/** Rotations of Threefry-2x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", table 2). */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const parity = 0x1bd11bda;

/**
 * Threefry-2x32 with 13 rounds: a counter-based generator that passes BigCrush with the fewest rounds.
 * Writes the 64 bits of each counter (i, 0), i = 0, 1, ..., as two numbers in [0, 2^32).
 * `seed` is the key: a whole number in [0, 2^53).
 */
export function threefry(seed: number, out: Uint32Array): void {
  const [k0, k1] = key(seed);
  for (let i = 0; 2 * i < out.length; i++) {
    const [x0, x1] = block(k0, k1, i, 0);
    out[2 * i] = x0;
    if (2 * i + 1 < out.length) out[2 * i + 1] = x1;
  }
}

/** A new seed for part `index` of what `seed` decides: layers, steps. Different indices give independent streams. */
export function foldIn(seed: number, index: number): number {
  const [k0, k1] = key(seed);
  const [x0, x1] = block(k0, k1, index, 1);
  return (x1 >>> 11) * 2 ** 32 + x0;
}

function key(seed: number): [number, number] {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`A seed is a whole number in [0, 2^53); got ${seed}.`);
  }
  return [seed >>> 0, Math.floor(seed / 2 ** 32)];
}

/** One block: key (k0, k1), counter (c0, c1) -> two numbers in [0, 2^32). */
export function block(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const schedule = [k0, k1, k0 ^ k1 ^ parity];
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let round = 0; round < 13; round++) {
    if (round > 0 && round % 4 === 0) {
      const injection = round / 4;
      x0 = (x0 + schedule[injection % 3]!) | 0;
      x1 = (x1 + schedule[(injection + 1) % 3]! + injection) | 0;
    }
    const turn = rotations[round % 8]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
  }
  return [x0 >>> 0, x1 >>> 0];
}
