/** Schedules without an end in sight, arXiv 2403.08763 (section on infinite schedules) and arXiv 2503.02844. */
import type { Schedule } from './schedules.ts';

/** How the rate falls from its peak to the constant. */
export type Cooldown = 'linear' | 'cosine' | 'inverseSqrt';

export interface InfiniteOptions {
  readonly peak: number;
  /** The rate kept for as long as wanted. */
  readonly plateau: number;
  /** The rate at the end of the anneal. */
  readonly floor: number;
  readonly warmupSteps: number;
  /** Steps after the warmup in which the rate falls from `peak` to `plateau`. */
  readonly cooldownSteps: number;
  readonly cooldown?: Cooldown;
  /** When the anneal starts and how long it takes; left out, there is none. */
  readonly anneal?: { readonly from: number; readonly steps: number } | undefined;
}

const h = (x: number): number => 1 / Math.sqrt(1 + 10 * x) - 1;

/** How much of the way down is done at x in [0, 1]. */
const descended: Readonly<Record<Cooldown, (x: number) => number>> = {
  linear: (x) => x,
  cosine: (x) => (1 - Math.cos(Math.PI * x)) / 2,
  inverseSqrt: (x) => h(x) / h(1),
};

/** The rate before any anneal: up to the peak, down to the plateau, and on. */
const unannealed = (options: InfiniteOptions, step: number): number => {
  const { peak, plateau, warmupSteps, cooldownSteps, cooldown = 'cosine' } = options;
  if (step < warmupSteps) return (peak * step) / warmupSteps;
  const x = cooldownSteps > 0 ? Math.min((step - warmupSteps) / cooldownSteps, 1) : 1;
  return plateau + (peak - plateau) * (1 - descended[cooldown](x));
};

/**
 * Warmup, cooldown to a constant, the constant, and once a result is wanted the exponential anneal
 * start (floor / start)^(steps of the anneal done / its length), where start is the rate at which it sets in. Published
 * code disagrees about the exponent's denominator; here the anneal ends after its own length.
 */
export const infinite =
  (options: InfiniteOptions): Schedule =>
  (step) => {
    const { anneal, floor } = options;
    if (anneal === undefined || step < anneal.from) return unannealed(options, step);
    const start = unannealed(options, anneal.from);
    const x = anneal.steps > 0 ? Math.min((step - anneal.from) / anneal.steps, 1) : 1;
    return start * (floor / start) ** x;
  };
