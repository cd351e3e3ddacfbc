/** What setting targets will take. */
import { algorithms } from './algorithms.ts';
import type { TargetsGround, TargetsRequest, TargetTask } from './ground.ts';

/** Seconds a run takes: evaluation at a fifth of the time, and the start of its processes. */
const expectedSeconds = ({ stepHint, stepSeconds }: TargetTask['course']): number =>
  stepHint * stepSeconds * 1.25 + 3;

/** Runs and seconds a target takes when none of its runs is kept from before, on one slot. */
export const forecastTargets = (
  { tasks }: TargetsGround,
  { trials, seeds, from }: TargetsRequest,
): {
  readonly id: string;
  readonly stepHint: number;
  readonly runs: number;
  readonly seconds: number;
}[] =>
  tasks.map(({ course, variant }) => {
    const candidates =
      trials * Object.keys(algorithms).length + (from === undefined || from === variant ? 0 : 1);
    const runs = (candidates > 1 ? candidates : 0) + seeds;
    const { id, stepHint } = course;
    return { id, stepHint, runs, seconds: runs * expectedSeconds(course) };
  });
