/**
 * How far A may lead B by chance: the null distribution of Mann and Whitney's U, summed over workloads, counted out. Without
 * ties it depends on the numbers of studies alone and is kept.
 */
import { choose } from './choose.ts';

/** Doubled ranks of A's studies and then B's on one workload. */
export interface Ranked {
  readonly ranks: readonly number[];
  readonly ofA: number;
}

/** Probabilities of each doubled lead, 0 ... the sum of 2 n_a n_b, when any split of each workload's studies is as likely. */
export function leadDistribution(workloads: readonly Ranked[]): Float64Array {
  const keyed = workloads
    .map((ranked) => ({ ranked, hasTies: hasTies(ranked), key: keyOf(ranked) }))
    .sort((x, y) => Number(x.hasTies) - Number(y.hasTies) || (x.key < y.key ? -1 : 1));
  let distribution: Float64Array = Float64Array.of(1);
  let key = '';
  for (const one of keyed) {
    key += `${one.key};`;
    distribution =
      (one.hasTies ? undefined : sums.get(key)) ??
      sumWith(distribution, single(one.key, one.ranked));
    if (!one.hasTies) sums.set(key, distribution);
  }
  return distribution;
}

const singles = new Map<string, Float64Array>();
const sums = new Map<string, Float64Array>();

const hasTies = ({ ranks }: Ranked): boolean => new Set(ranks).size < ranks.length;

const keyOf = ({ ranks, ofA }: Ranked): string =>
  `${ofA} of ${ranks.toSorted((x, y) => x - y).join(' ')}`;

function single(key: string, ranked: Ranked): Float64Array {
  const known = singles.get(key);
  if (known !== undefined) return known;
  const made = countOut(ranked);
  singles.set(key, made);
  return made;
}

function countOut({ ranks, ofA }: Ranked): Float64Array {
  const ofB = ranks.length - ofA;
  const top = ranks.reduce((sum, rank) => sum + rank, 0);
  // ways[k][s]: ways to choose k studies whose doubled ranks sum to s.
  const ways = Array.from({ length: ofB + 1 }, () => new Float64Array(top + 1));
  ways[0]![0] = 1;
  ranks.forEach((rank, i) => {
    for (let k = Math.min(i + 1, ofB); k > 0; k--) {
      const [to, from] = [ways[k]!, ways[k - 1]!];
      for (let s = top; s >= rank; s--) to[s]! += from[s - rank]!;
    }
  });
  const least = ofB * (ofB + 1);
  const all = choose(ranks.length, ofA);
  return ways[ofB]!.slice(least, least + 2 * ofA * ofB + 1).map((count) => count / all);
}

/** Distribution of the sum of two independent leads. */
function sumWith(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    const probability = a[i]!;
    if (probability === 0) continue;
    for (let j = 0; j < b.length; j++) sum[i + j]! += probability * b[j]!;
  }
  return sum;
}
