/** Imported entries that another harness, kernel or machine measured than the rest: their seconds may not compare. */
import { ascending, descending, group } from 'd3-array';
import type { RanElsewhere, TrialResult } from '../record/result.ts';
import type { Note } from './summary.ts';

const names = {
  harness: 'harness commit',
  kernel: 'kernel',
  cpu: 'CPU',
  gpu: 'GPU',
  driver: 'GPU driver',
} as const satisfies Record<keyof RanElsewhere, string>;

const facts = Object.keys(names) as (keyof RanElsewhere)[];

/** One note for each submission and fact: how many of its trials differ from what most trials of all have. */
export const unlikeRest = (results: readonly TrialResult[]): Note[] =>
  facts.flatMap((fact) => unlikeIn(fact, results));

function unlikeIn(fact: keyof RanElsewhere, results: readonly TrialResult[]): Note[] {
  const told = results.flatMap((result) => {
    const { origin, plan } = result;
    const value = origin.kind === 'imported' ? origin.ran?.[fact] : undefined;
    return value === undefined ? [] : [{ submission: plan.submission, value }];
  });
  const usual = mostCommon(told.map(({ value }) => value));
  return [...group(told, ({ submission }) => submission)]
    .sort(([a], [b]) => ascending(a, b))
    .flatMap(([submission, own]): Note[] => {
      const others = own.flatMap(({ value }) => (value === usual ? [] : [value]));
      if (others.length === 0) return [];
      const kinds = new Set(others).size;
      const more = kinds > 1 ? ` and ${kinds - 1} others` : '';
      const text =
        `${submission}: ${others.length} of ${own.length} trials had ${names[fact]} ${mostCommon(others)}${more}, ` +
        `most trials of all ${usual}.`;
      return [{ kind: 'unlike', text }];
    });
}

/** Of equally common values the first in code-unit order. */
const mostCommon = (values: readonly string[]): string | undefined =>
  [...group(values, (value) => value)].sort(
    ([a, as], [b, bs]) => descending(as.length, bs.length) || ascending(a, b),
  )[0]?.[0];
