/**
 * Stratified bootstrap (Agarwal et al. 2021): studies are resampled within each submission and workload.
 * Every cell has a random stream of its own, so what is drawn for two submissions does not depend on third ones.
 */
import { ranked } from './ranked.ts';
import { medianSampler } from './resampled-median.ts';
import { stream } from './stream.ts';
import type { Interval } from './summary.ts';

export interface Resamples {
  readonly count: number;
  /** [resamples x submissions x workloads] median seconds, Infinity for a miss. */
  readonly medians: Float64Array;
  /** Whether any cell has two different study times; without, all resamples are equal. */
  readonly varies: boolean;
}

/** What a `Field` is called: the names that its random streams follow from. */
export interface Named {
  readonly submissions: readonly string[];
  readonly workloads: readonly { readonly name: string }[];
}

/**
 * @param studies [submissions x workloads] lists of study seconds, Infinity for a miss.
 */
export function resample(
  field: Named,
  studies: readonly (readonly number[])[],
  count: number,
  seed: number,
): Resamples {
  const cells = studies.length;
  const medians = new Float64Array(count * cells);
  const names = field.submissions.flatMap((row) => field.workloads.map(({ name }) => [row, name]));
  studies.forEach((times, cell) => {
    const draw = medianSampler(times, stream(seed, ...names[cell]!));
    for (let i = cell; i < medians.length; i += cells) medians[i] = draw();
  });
  return { count, medians, varies: studies.some((times) => new Set(times).size > 1) };
}

/** The medians of one resample, [submissions x workloads]. */
export const resampleAt = ({ medians, count }: Resamples, index: number): Float64Array => {
  const cells = medians.length / count;
  return medians.subarray(index * cells, (index + 1) * cells);
};

/** Central 95 % of these values, by linear interpolation between neighbours; reorders them. */
export function central(values: Float64Array): Interval {
  const at = (share: number, from: number): number => {
    const position = share * (values.length - 1);
    const index = Math.floor(position);
    const below = ranked(values, index, from);
    if (index === position) return below;
    return below + (ranked(values, index + 1, index) - below) * (position - index);
  };
  const low = at(0.025, 0);
  return { low, high: at(0.975, Math.floor(0.025 * (values.length - 1))) };
}

/** As `central`, in values that occur: places are whole. */
export function centralPlaces(values: Float64Array): Interval {
  const at = (share: number): number => ranked(values, Math.floor(share * values.length));
  return { low: at(0.025), high: at(0.975) };
}
