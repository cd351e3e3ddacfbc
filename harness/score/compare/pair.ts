/** One pair of a comparison: both submissions on one workload with one seed. */

/** How a trial ended: billed seconds to the target, or a miss of whatever kind. */
export type PairTime =
  { readonly kind: 'reached'; readonly seconds: number } | { readonly kind: 'missed' };

export interface ComparedPair {
  readonly workload: string;
  readonly a: PairTime;
  readonly b: PairTime;
  /** Billed seconds that both were allowed, the lesser of two budgets; a later hit counts as a miss. */
  readonly allowedSeconds: number;
  /** What both trials cost, evaluation included: seconds x cores. */
  readonly coreSeconds: number;
}

/** log(time of b / time of a) of a pair; a censored one is known by its sign and a bound of its size. */
export type LogRatio =
  | { readonly kind: 'known'; readonly value: number }
  | { readonly kind: 'beyond'; readonly value: number }
  /** Both missed. */
  | { readonly kind: 'even' };

/**
 * The log ratio less `shift`, as if all of a's seconds were multiplied by exp(shift). Both are then censored at the lesser
 * of what they were allowed, so that a pair with its sides exchanged would have been seen as well or as badly.
 */
export function logRatio({ a, b, allowedSeconds }: ComparedPair, shift = 0): LogRatio {
  const factor = Math.exp(shift);
  const limit = allowedSeconds * Math.min(1, factor);
  const [ofA, ofB] = [secondsOf(a) * factor, secondsOf(b)];
  if (ofA > limit && ofB > limit) return { kind: 'even' };
  if (ofB > limit) return { kind: 'beyond', value: Math.log(limit / ofA) };
  if (ofA > limit) return { kind: 'beyond', value: Math.log(ofB / limit) };
  return { kind: 'known', value: Math.log(ofB / ofA) };
}

const secondsOf = (time: PairTime): number => (time.kind === 'reached' ? time.seconds : Infinity);
