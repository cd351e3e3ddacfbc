/** Rounds in turn: A B A B, until each side has enough undisturbed samples. */
import type { Child } from './child.ts';
import { timingOf, type Sample, type Timing } from './samples.ts';

/** One side, greeted and warm. */
export interface Contender {
  readonly name: string;
  readonly child: Child;
}

export interface Rounds {
  /** Samples of each side in a round. */
  readonly samples: number;
  /** Undisturbed samples wanted of each side. */
  readonly kept: number;
  /** Rounds at most. */
  readonly limit: number;
}

/** Timings by the contenders' names. The order turns round from round to round. */
export async function contest(
  contenders: readonly Contender[],
  { samples, kept, limit }: Rounds,
): Promise<Record<string, Timing>> {
  const taken = contenders.map(({ name, child }) => ({ name, child, all: [] as Sample[] }));
  for (let round = 0; round < limit; round++) {
    for (const side of round % 2 === 0 ? taken : taken.toReversed()) {
      side.child.say(samples);
      side.all.push(...((await side.child.next()) as Sample[]));
    }
    if (taken.every(({ all }) => timingOf(all).kept >= kept)) break;
  }
  return Object.fromEntries(taken.map(({ name, all }) => [name, timingOf(all)]));
}
