/** Runs made up for tests: their validation values, and where it matters their test values. */
import type { CurvePoint, TargetRun } from '../../../harness/targets/derivation.ts';

/** An evaluation every 10 steps, one second apart. */
export const run = (
  validation: readonly number[],
  test: readonly (number | undefined)[] = validation,
): Pick<TargetRun, 'curve'> => ({
  curve: validation.map((value, i): CurvePoint => {
    const point = [10 * (i + 1), i + 1, value] as const;
    return test[i] === undefined ? point : [...point, test[i]];
  }),
});
