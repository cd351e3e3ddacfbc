/**
 * Noise of real trials, to draw from. Its numbers are fitted to the 5 studies of each of 229 pairs of a submission and a
 * workload in AlgoPerf's published v0.5 results (test/golden/algoperf-v05.json). Standard deviations of log time within a
 * pair, quantiles 10, 50, 90 and 99 %: 0.017, 0.076, 0.20, 0.52; of the model 0.020, 0.068, 0.22, 0.58.
 */

/** How a workload disturbs its trials. */
export interface Disturbance {
  /** Scale of log time, multiplied with Student's t of 3 degrees of freedom. */
  readonly scale: number;
  /** Probability that a study misses its target. */
  readonly missRate: number;
}

/** Of pairs that reached at all, 26 of 172 also missed; those missed 38 % of their studies. */
const shareWithMisses = 0.15;
const missesThere = 0.38;

export const disturbance = (random: () => number): Disturbance => ({
  scale: 0.06 * Math.exp(0.7 * normal(random)),
  missRate: random() < shareWithMisses ? missesThere : 0,
});

/** log(time) of one study, or Infinity for a miss; its median is 0 while less than half are missed. */
export const logTime = ({ scale, missRate }: Disturbance, random: () => number): number =>
  random() < missRate ? Infinity : scale * heavyTailed(random);

/** Student's t of 3 degrees of freedom: its fourth moment is infinite. */
export function heavyTailed(random: () => number): number {
  let chiSquare = 0;
  for (let i = 0; i < 3; i++) chiSquare += normal(random) ** 2;
  return normal(random) / Math.sqrt(chiSquare / 3);
}

/** Standard normal, by Box and Muller. */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
