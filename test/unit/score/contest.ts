/** Small made-up contests for property tests: study seconds by submission, workload and study. */
import fc from 'fast-check';
import type { TrialResult } from '../../../harness/record/result.ts';
import { imported, sampleResult } from '../record/sample.ts';

/** Two base workloads and a variant of the first. */
export const workloads = [
  { workload: 'digits', base: 'digits' },
  { workload: 'words', base: 'words' },
  { workload: 'digits_wide', base: 'digits' },
] as const;

/** [submission][workload][study] seconds; Infinity for a miss. */
export type Times = readonly (readonly (readonly number[])[])[];

const seconds = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 10, max: 90 }) },
  { weight: 1, arbitrary: fc.constant(Infinity) },
);
export const contest = (studies: number): fc.Arbitrary<number[][][]> =>
  fc.array(
    fc.array(fc.array(seconds, { minLength: studies, maxLength: studies }), {
      minLength: workloads.length,
      maxLength: workloads.length,
    }),
    { minLength: 2, maxLength: 5 },
  );

/** One trial a study; submissions are named s0, s1, ... unless named otherwise. */
export const resultsOf = (
  times: Times,
  name: (row: number) => string = (row) => `s${row}`,
): TrialResult[] =>
  times.flatMap((row, i) =>
    row.flatMap((studies, j) =>
      studies.map((time, k) =>
        trial({ ...workloads[j]!, submission: name(i), study: k + 1 }, time),
      ),
    ),
  );

/** A budget that no time here exceeds, not even a thousand times slower. */
const ample = { kind: 'target', budget: { steps: 900, stepSeconds: 1000, seconds: 9e5 } } as const;

function trial(
  plan: { submission: string; workload: string; base: string; study: number },
  time: number,
): TrialResult {
  const hit = Number.isFinite(time);
  const point = sampleResult().evaluations[1]!;
  const result = sampleResult({
    plan: { ...plan, trial: 1, until: ample },
    origin: imported,
    outcome: hit
      ? { status: 'reached', seconds: time, step: 640, evaluation: 0 }
      : { status: 'missed', seconds: 100, step: 900 },
  });
  const evaluations = [{ ...point, seconds: hit ? time : 100, validation: hit ? 0.98 : 0.5 }];
  return { ...result, evaluations };
}
