/**
 * What a step costs a submission: billed seconds over steps, whatever the target. It is the optimizer's price and that of everything
 * else which the clock bills between two evaluations: drawing batches, preparing for an evaluation, handing the parameters over.
 */
import { max, mean, min } from 'd3-array';
import type { TrialResult } from '../record/result.ts';
import type { Field } from './field.ts';
import type { Known } from './known.ts';
import { median } from './median.ts';

/** A submission's step on one workload. */
export type Price =
  | {
      readonly kind: 'known';
      /** Billed seconds a step at each trial's last evaluation: median, least and greatest of the trials. */
      readonly seconds: number;
      readonly low: number;
      readonly high: number;
      /** Trials that evaluated after a step. */
      readonly trials: number;
      /** Seconds over those of the cheapest submission, or of the reference where one is named. */
      readonly ratio: Known;
      /** Medians over the trials; imported logs count neither. */
      readonly gradientsPerStep: Known;
      readonly examplesPerStep: Known;
    }
  | { readonly kind: 'unknown'; readonly why: string };

/** Geometric mean of `ratio` over the base workloads that have one, and their number. */
export type PriceRatio = Known & { readonly workloads: number };

/** Prices by row x columns + column. @param reference A submission of the field; the cheapest of each workload when left out. */
export function pricesOf(
  { cells, submissions, workloads }: Field,
  reference: string | undefined,
): readonly Price[] {
  const prices = cells.map((studies) => priceOf(studies.flat()));
  const columns = workloads.length;
  const row = reference === undefined ? -1 : submissions.indexOf(reference);
  return prices.map((price, cell) => {
    if (price.kind === 'unknown') return price;
    const column = cell % columns;
    const rivals = prices.filter((_, i) => i % columns === column);
    const one = row < 0 ? min(rivals, secondsOf) : secondsOf(prices[row * columns + column]!);
    const ratio: Known =
      one === undefined || one === 0
        ? { kind: 'unknown', why: `no price of ${reference ?? 'any submission'} on this workload` }
        : { kind: 'known', value: price.seconds / one };
    return { ...price, ratio };
  });
}

const secondsOf = (price: Price): number | undefined =>
  price.kind === 'known' ? price.seconds : undefined;

function priceOf(trials: readonly TrialResult[]): Price {
  const last = trials.flatMap(
    ({ evaluations }) => evaluations.findLast(({ step }) => step > 0) ?? [],
  );
  if (last.length === 0)
    return {
      kind: 'unknown',
      why: trials.length === 0 ? 'no results' : 'no evaluation after a step',
    };
  const seconds = last.map((at) => at.seconds / at.step);
  const counted = trials.every(({ origin }) => origin.kind !== 'imported');
  const perStep = (counts: readonly number[]): Known =>
    counted
      ? { kind: 'known', value: median(counts) }
      : { kind: 'unknown', why: 'imported logs count steps only' };
  return {
    kind: 'known',
    seconds: median(seconds),
    low: min(seconds)!,
    high: max(seconds)!,
    trials: last.length,
    ratio: { kind: 'unknown', why: 'not compared' },
    gradientsPerStep: perStep(last.map((at) => at.gradientEvaluations / at.step)),
    examplesPerStep: perStep(last.map((at) => at.examples / at.step)),
  };
}

/** @param prices A submission's on the base workloads. */
export function priceRatio(prices: readonly Price[]): PriceRatio {
  const logs = prices.flatMap((price) =>
    price.kind === 'known' && price.ratio.kind === 'known' ? [Math.log(price.ratio.value)] : [],
  );
  return logs.length === 0
    ? { kind: 'unknown', why: 'no workload with a price to compare', workloads: 0 }
    : { kind: 'known', value: Math.exp(mean(logs)!), workloads: logs.length };
}
