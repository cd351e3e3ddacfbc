/**
 * An e-process for symmetry: evidence that a and b do not take equally long, valid whenever one looks.
 *
 * Were a and b alike, exchanging them within a pair would change nothing: given the size of its log ratio x, its sign is a fair
 * coin. So for any z that depends on sizes and on earlier pairs only,
 *
 *     E_n(theta) = product over i of exp(theta s_i z_i) / cosh(theta z_i),   s_i = sign of x_i
 *
 * is a nonnegative martingale that starts at 1 (Vovk and Wang 2024, Nonparametric e-tests of symmetry, arXiv 2208.08925;
 * Ramdas, Ruf, Larsson and Koolen 2020, arXiv 2009.03167), and so is any mixture over theta. By Ville's inequality it
 * ever reaches 1 / alpha with probability at most alpha, whatever the tails of x.
 */
import { logRatio, type ComparedPair, type LogRatio } from './pair.ts';

/** Evidence at which a verdict is given: false ones in at most 5 %. */
export const enough = 20;

/** Strengths theta of the bets, and their weights: most on the strong ones, which end a clear case early. */
const thetas = Array.from({ length: 8 }, (_, i) => 0.1 * 40 ** (i / 7));
const total = thetas.reduce((sum, theta) => sum + Math.sqrt(theta), 0);
const weights = thetas.map((theta) => Math.sqrt(theta) / total);
/** A pair counts at most as much as two of median size: one outlier settles nothing. */
const cap = 2;

export interface Evidence {
  /** The most that the mean of the bets on either side has ever been; finite. */
  readonly most: number;
  /** Who it favoured when it was first enough, else when it was most. */
  readonly favours: 'a' | 'b';
  /** Number of pairs after which it was first enough; absent while it is not. */
  readonly enoughAt?: number;
}

/** Evidence against the hypothesis that times of b are exp(shift) times those of a, up to symmetric noise. */
export function evidenceAgainst(pairs: readonly ComparedPair[], shift: number): Evidence {
  const bets: Bet[] = thetas.map(() => ({ onA: 0, onB: 0 }));
  const sizes = new Map<string, number[]>();
  let evidence: Evidence = { most: 1, favours: 'a' };
  pairs.forEach((pair, i) => {
    const { forA, forB } = placeBets(bets, score(sizes, pair.workload, logRatio(pair, shift)));
    const now = Math.min(Number.MAX_VALUE, (forA + forB) / 2);
    if (now <= evidence.most) return;
    evidence =
      evidence.enoughAt === undefined
        ? {
            most: now,
            favours: forA >= forB ? 'a' : 'b',
            ...(now >= enough ? { enoughAt: i + 1 } : {}),
          }
        : { ...evidence, most: now };
  });
  return evidence;
}

/** Logarithms of what a bet on either side has become. */
interface Bet {
  onA: number;
  onB: number;
}

/** Settles all bets on one pair; what they are worth together on either side. */
function placeBets(bets: readonly Bet[], signed: number): { forA: number; forB: number } {
  const worth = { forA: 0, forB: 0 };
  bets.forEach((bet, i) => {
    const stake = thetas[i]! * signed;
    const cost = Math.log(Math.cosh(stake));
    bet.onA += stake - cost;
    bet.onB -= stake + cost;
    worth.forA += weights[i]! * Math.exp(bet.onA);
    worth.forB += weights[i]! * Math.exp(bet.onB);
  });
  return worth;
}

/** s_i z_i: the sign, times the size over the median size so far on that workload; censored ones count as the largest. */
function score(sizes: Map<string, number[]>, workload: string, ratio: LogRatio): number {
  if (ratio.kind === 'even' || ratio.value === 0) return 0;
  const sign = Math.sign(ratio.value);
  if (ratio.kind === 'beyond') return sign * cap;
  const known = sizes.get(workload) ?? [];
  sizes.set(workload, known);
  const size = Math.abs(ratio.value);
  insert(known, size);
  const middle = (known.length - 1) / 2;
  const median = (known[Math.floor(middle)]! + known[Math.ceil(middle)]!) / 2;
  return sign * Math.min(cap, size / median);
}

/** Puts a value into a sorted list. */
function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]! > value) at--;
  sorted.splice(at, 0, value);
}
