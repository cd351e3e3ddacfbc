/** Where a loss is heading: AutoLRS's forecast. Jin et al. 2021, https://arxiv.org/abs/2105.10762 */
import { leastSquares } from './least-squares.ts';

/** a exp(b x) + c with b < 0. */
export interface Exponential {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

type Series = readonly { readonly x: number; readonly y: number }[];

const columns = (series: Series): [number[], number[]] => [
  series.map(({ x }) => x),
  series.map(({ y }) => y),
];

/** a and c that fit best at this b, with the sum of squares they leave. */
const fitAt = (series: Series, b: number): Exponential & { readonly left: number } => {
  const [x, y] = columns(series);
  const [a, c] = leastSquares([(t) => Math.exp(b * t), () => 1], x, y) as [number, number];
  const left = series.reduce((sum, p) => sum + (a * Math.exp(b * p.x) + c - p.y) ** 2, 0);
  return { a, b, c, left: Number.isFinite(left) ? left : Infinity };
};

/**
 * The exponential through a series in least squares. For a given b, a and c follow; b = -exp(beta) is sought on a grid
 * from a tenth of the series' inverse length to 3, and then by golden section between the best point's neighbours.
 */
export const fitExponential = (series: Series): Exponential => {
  const length = Math.max(...series.map(({ x }) => x), 1);
  const [low, high, points] = [Math.log(0.1 / length), Math.log(3), 60];
  const at = (i: number): number => low + ((high - low) * i) / points;
  const left = (beta: number): number => fitAt(series, -Math.exp(beta)).left;
  let best = 0;
  for (let i = 1; i <= points; i++) if (left(at(i)) < left(at(best))) best = i;
  const golden = (Math.sqrt(5) - 1) / 2;
  let [from, to] = [at(Math.max(best - 1, 0)), at(Math.min(best + 1, points))];
  for (let i = 0; i < 60; i++) {
    const [lower, upper] = [to - golden * (to - from), from + golden * (to - from)];
    if (left(lower) <= left(upper)) to = upper;
    else from = lower;
  }
  const { a, b, c } = fitAt(series, -Math.exp((from + to) / 2));
  return { a, b, c };
};

/**
 * The series without outliers: in each round a parabola is fitted and the largest residuals of the first half are dropped.
 * Ten rounds of 3 % each, as published; one round of one value where 3 % is less than one.
 */
const withoutOutliers = (series: Series): Series => {
  const share = Math.floor(0.03 * series.length);
  const [rounds, drop] = share >= 1 ? [10, share] : [1, 1];
  const half = series[Math.ceil(series.length / 2)]?.x ?? Infinity;
  let kept = series;
  for (let i = 0; i < rounds && kept.length > drop + 3; i++) {
    const [x, y] = columns(kept);
    const [p, q, r] = leastSquares([() => 1, (t) => t, (t) => t * t], x, y) as [
      number,
      number,
      number,
    ];
    const residual = (t: Series[number]): number => Math.abs(p + q * t.x + r * t.x * t.x - t.y);
    const worst = kept
      .filter((t) => t.x < half)
      .sort((a, b) => residual(b) - residual(a))
      .slice(0, drop);
    kept = kept.filter((t) => !worst.includes(t));
  }
  return kept;
};

/** What losses that are not finite are forecast as: more than any others (published code has 1e6, which a loss can pass). */
export const diverged = Number.MAX_VALUE;

/**
 * The loss expected at step `at` of training that had these losses at steps 0, 1, ...: the fitted exponential's value, at
 * most the range of the losses below their least and at most their largest (a fit with b near 0 explodes otherwise).
 */
export const forecastLoss = (losses: readonly number[], at: number): number => {
  if (losses.length === 0 || !losses.every(Number.isFinite)) return diverged;
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  const { a, b, c } = fitExponential(withoutOutliers(losses.map((y, x) => ({ x, y }))));
  const value = a * Math.exp(b * at) + c;
  if (!Number.isFinite(value)) return losses.at(-1)!;
  return Math.min(Math.max(value, least - (most - least)), most);
};
