/** How many pairs a test of a size fixed in advance would have taken, had the true effect been known beforehand. */
import { level } from '../rank-sum.ts';
import { stream } from '../stream.ts';
import type { Known } from '../known.ts';
import { signedRankP } from './signed-rank.ts';

/** Least number of pairs with which the signed rank test can reject at 5 %. */
const least = 6;
const most = 400;
const power = 0.8;
const resamples = 300;

/**
 * Least size at which the signed rank test rejects at 5 % in 80 % of samples, drawn from these log ratios with replacement.
 *
 * @param logRatios Infinite where one side missed, 0 where both did.
 */
export function fixedSizePairs(logRatios: readonly number[]): Known {
  if (logRatios.length < 2) return { kind: 'unknown', why: 'too few pairs to estimate it from' };
  const isEnough = (size: number): boolean => powerAt(logRatios, size) >= power;
  let [tooFew, size] = [least - 1, least];
  while (!isEnough(size)) {
    if (size >= most) return { kind: 'unknown', why: `more than ${most}` };
    [tooFew, size] = [size, Math.min(most, Math.ceil(1.5 * size))];
  }
  while (size - tooFew > 1) {
    const middle = (tooFew + size) >> 1;
    if (isEnough(middle)) size = middle;
    else tooFew = middle;
  }
  return { kind: 'known', value: size };
}

function powerAt(logRatios: readonly number[], size: number): number {
  const random = stream(0, 'fixed size', String(size));
  let rejected = 0;
  for (let i = 0; i < resamples; i++) {
    const sample = Array.from(
      { length: size },
      () => logRatios[Math.floor(random() * logRatios.length)]!,
    );
    if (signedRankP(sample) <= level) rejected++;
  }
  return rejected / resamples;
}
