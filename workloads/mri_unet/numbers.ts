/** Random numbers that depend on a seed alone. */
import { foldIn } from '#nn';

export interface Numbers {
  /** In [0, 1). */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** The stream of a seed, a whole number in [0, 2^53). */
export function numbersFrom(seed: number): Numbers {
  let drawn = 0;
  const uniform = (): number => foldIn(seed, drawn++) / 2 ** 53;
  return {
    uniform,
    /** Box & Muller 1958. */
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

/** The same items in a random order (Fisher & Yates). */
export function shuffled<T>(items: readonly T[], { uniform }: Numbers): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
