/** The table of a comparison: medians, and ours over theirs. */
import { milliseconds } from './output.ts';
import type { Timing } from './samples.ts';

/** One workload: the timings of our engines and of the other sides, by name, and what could not be had. */
export interface Comparison {
  readonly workload: string;
  readonly ours: Readonly<Record<string, Timing>>;
  readonly theirs: Readonly<Record<string, Timing>>;
  /** Why something is missing, by what is missing. */
  readonly absent: Readonly<Record<string, string>>;
}

/** Median over median; above 1 the first is slower. */
export const ratioOf = (ours: Timing, theirs: Timing): number => ours.median / theirs.median;

const cell = ({ median, kept, taken, quiet }: Timing): string =>
  `${milliseconds(median)} (${kept}/${taken}${quiet ? '' : ', noisy'})`;

/** Head and rows: each side's median with the samples kept and taken, then each ratio of ours to theirs. */
export function ratioTable(
  comparisons: readonly Comparison[],
  ours: readonly string[],
  theirs: readonly string[],
): { readonly head: string[]; readonly rows: string[][] } {
  const pairs = ours.flatMap((one) => theirs.map((other) => [one, other] as const));
  return {
    head: [
      'workload',
      ...[...ours, ...theirs].map((name) => `${name}, ms`),
      ...pairs.map(([one, other]) => `${one} / ${other}`),
    ],
    rows: comparisons.map((comparison) => {
      const sides = { ...comparison.ours, ...comparison.theirs };
      return [
        comparison.workload,
        ...[...ours, ...theirs].map((name) => (sides[name] === undefined ? '' : cell(sides[name]))),
        ...pairs.map(([one, other]) => {
          const [a, b] = [sides[one], sides[other]];
          return a === undefined || b === undefined ? '' : ratioOf(a, b).toFixed(2);
        }),
      ];
    }),
  };
}
