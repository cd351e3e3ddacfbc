/** Study times as the score sees them: a study that missed a held-out variant has not reached its base workload. */
import type { Analysis } from './analysis.ts';

/** Study seconds by row x bases + column, Infinity for a miss or a gate. */
export function gatedSeconds({ field, seconds, rule }: Analysis): readonly (readonly number[])[] {
  const columns = field.workloads.length;
  const reached = seconds.map((times, cell) => {
    const numbers = field.cells[cell]!.map((trials) => trials[0]!.plan.study);
    return new Set(numbers.filter((_, i) => times[i] !== Infinity));
  });
  const variantsOf = (base: number): number[] =>
    field.workloads.flatMap((column, i) =>
      rule.gates && i >= field.bases && column.base === base ? [i] : [],
    );
  return field.submissions.flatMap((_, row) =>
    Array.from({ length: field.bases }, (__, base) => {
      const cell = row * columns + base;
      const gates = variantsOf(base).map((variant) => reached[row * columns + variant]!);
      return seconds[cell]!.map((time, i) => {
        const { study } = field.cells[cell]![i]![0]!.plan;
        return gates.every((studies) => studies.has(study)) ? time : Infinity;
      });
    }),
  );
}
