/** Reduced axes as runs of neighbouring axes. */
import { size } from './heap.ts';

/** One run of reduced axes: values are [outer, count, inner], `count` is reduced. */
export interface AxisGroup {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/**
 * Runs in the order of the axes (sorted, non-negative). `outer` counts with the axes of earlier runs still there, `inner`
 * with those of later runs gone: so one may reduce from the last run to the first, or spread from the first to the last.
 */
export function axisGroups(shape: readonly number[], axes: readonly number[]): AxisGroup[] {
  const groups: AxisGroup[] = [];
  for (let end = shape.length; end > 0;) {
    if (!axes.includes(end - 1)) {
      end--;
      continue;
    }
    let start = end - 1;
    while (start > 0 && (axes.includes(start - 1) || shape[start - 1] === 1)) start--;
    const inner = size(shape.slice(end).filter((_, i) => !axes.includes(end + i)));
    groups.unshift({
      outer: size(shape.slice(0, start)),
      count: size(shape.slice(start, end)),
      inner,
    });
    end = start;
  }
  return groups;
}
