/** Quasi-random points: coordinate d of point i is the radical inverse of i in the d-th prime base (Halton 1960). */

/** The first `count` primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** The digits of `index` in `base`, mirrored behind the point; in (0, 1) for index >= 1. */
function radicalInverse(index: number, base: number): number {
  let result = 0;
  let scale = 1;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    scale /= base;
    result += (rest % base) * scale;
  }
  return result;
}

/** Point `index` (counted from 1) in the unit cube of `dimensions`. */
export const haltonPoint = (index: number, dimensions: number): number[] =>
  primes(dimensions).map((base) => radicalInverse(index, base));
