/** Learning rate and momentum from the curvature's ends. */
import type { RitzPair } from './tridiagonal.ts';

export interface HeavyBall {
  readonly learningRate: number;
  readonly momentum: number;
}

/**
 * Polyak's choice for curvatures in [l, L], as Granziol et al. 2020 use it (https://arxiv.org/abs/2006.09092):
 * momentum ((sqrt L - sqrt l) / (sqrt L + sqrt l))^2 and rate (1 + sqrt momentum)^2 / L, which is 4 / (sqrt L + sqrt l)^2.
 * Where the momentum is above `most`, it is `most`, and the rate is the largest at which it still damps all of [l, L].
 */
export const heavyBall = ({ L, l }: { L: number; l: number }, most = 1): HeavyBall => {
  const root = (Math.sqrt(L) - Math.sqrt(l)) / (Math.sqrt(L) + Math.sqrt(l));
  const momentum = Math.min(root ** 2, most);
  return { learningRate: (1 + Math.sqrt(momentum)) ** 2 / L, momentum };
};

/**
 * The largest Ritz value, and the smallest one taken as curvature: positive, of weight above 1 / (10 m) for m values, and
 * L / 10^4 at least. Which one the paper takes is not known to us. Undefined where no value is positive.
 */
export const curvatureEnds = (pairs: readonly RitzPair[]): { L: number; l: number } | undefined => {
  const L = Math.max(...pairs.map(({ value }) => value));
  if (!(L > 0) || !Number.isFinite(L)) return undefined;
  const heavy = pairs.filter(({ value, weight }) => value > 0 && weight > 0.1 / pairs.length);
  return { L, l: Math.max(Math.min(L, ...heavy.map(({ value }) => value)), L / 1e4) };
};
