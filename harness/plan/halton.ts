/**
 * Quasi-random points as AlgoPerf draws them (Bousquet et al. 2017, arXiv 1706.03200): coordinate d of point i is the radical
 * inverse of i in the d-th prime base (Halton 1960) with scrambled digits (Owen 2017, arXiv 1706.02808), shifted modulo 1.
 *
 * Departures from AlgoPerf: the bases are the first primes (there the largest below 1,000), the seed is ours, and the few
 * points of a study are stratified (below), so that no study tries a hyperparameter in one corner of its range only.
 */
import type { Random } from '#spec';
import { randomFrom } from './random.ts';

/** Which point: trial and study count from 1, `trials` is how many a study has. Nothing else decides it. */
export interface Draw {
  readonly study: number;
  readonly trial: number;
  readonly trials: number;
}

/**
 * Seed of permutations, shifts and places; one for all submissions and workloads. Of 300 numbers tried the 251st was among
 * those whose coordinates are least alike: over three studies of five no two of twelve correlate by more than 0.52 (median: 0.69).
 */
const seed = 'search points 251';

/** Low indices have the same digits but one in every base; AlgoPerf leaves out as many. */
const skipped = 100;

/** The first `count` primes. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((p) => n % p !== 0)) found.push(n);
  return found;
}

/** A random order of the digits 1 ... base - 1 (Fisher-Yates). 0 stays: a number has endless zeros before its digits. */
function scrambledDigits(base: number, random: Random): number[] {
  const digits = Array.from({ length: base }, (_, digit) => digit);
  for (let i = base - 1; i > 1; i--) {
    const j = 1 + random.integer(i);
    [digits[i], digits[j]] = [digits[j]!, digits[i]!];
  }
  return digits;
}

/** The digits of `index` in the base that has so many `digits`, each replaced, mirrored behind the point; in [0, 1). */
function radicalInverse(index: number, digits: readonly number[]): number {
  const base = digits.length;
  let result = 0;
  let scale = 1;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    scale /= base;
    result += digits[rest % base]! * scale;
  }
  return result;
}

/** A stream for each dimension: one more hyperparameter changes no coordinate of the others. */
const streamOf = (dimension: number): Random => randomFrom(seed).fork(`dimension-${dimension}`);

/** Coordinate `dimension` (from 0) of the scrambled, shifted points `from`, `from` + 1, ...: `count` numbers in [0, 1). */
export function haltonCoordinates(dimension: number, from: number, count: number): number[] {
  const random = streamOf(dimension);
  const digits = scrambledDigits(primes(dimension + 1).at(-1)!, random);
  const shift = random.uniform();
  return Array.from({ length: count }, (_, i) => (radicalInverse(from + i, digits) + shift) % 1);
}

/**
 * A Latin hypercube (McKay et al. 1979, Technometrics 21) in the order of the given numbers: of n numbers the k-th smallest
 * goes to a random place of the k-th n-th of [0, 1). So each n-th holds one, and points that lay apart still do.
 */
export function stratified(units: readonly number[], random: Random): number[] {
  const ranked = units.map((_, i) => i).sort((a, b) => units[a]! - units[b]! || a - b);
  return units.map((_, i) => (ranked.indexOf(i) + random.uniform()) / units.length);
}

/** The point of a trial in the unit cube of `dimensions`; each coordinate falls into each n-th of [0, 1) once in a study of n trials. */
export function haltonPoint({ study, trial, trials }: Draw, dimensions: number): number[] {
  const whole = [study, trial, trials].every((n) => Number.isInteger(n) && n >= 1);
  if (!whole || trial > trials)
    throw new Error(
      `There is no trial ${trial} of study ${study} with ${trials} trials a study. Count from 1, up to the trials of a study.`,
    );
  const from = skipped + (study - 1) * trials + 1;
  return Array.from({ length: dimensions }, (_, dimension) => {
    const places = streamOf(dimension).fork(`study-${study}`);
    return stratified(haltonCoordinates(dimension, from, trials), places)[trial - 1]!;
  });
}
