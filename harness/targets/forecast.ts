/** What setting targets will take. */
import { wallSeconds } from '../plan/forecast.ts';
import type { StepTime } from '../run/wire/step-time.ts';
import { variantOf } from '../plan/variant.ts';
import { algorithms } from './algorithms.ts';
import type { TargetsOutline, TargetsRequest } from './ground.ts';

export interface TargetForecast {
  readonly id: string;
  readonly stepHint: number;
  readonly runs: number;
  /** On one slot; undefined where the reference step was not measured. */
  readonly seconds: number | undefined;
}

/** Runs and seconds each target takes when none of its runs is kept from before. */
export const forecastTargets = (
  { found, hints }: Pick<TargetsOutline, 'found' | 'hints'>,
  { trials, seeds, from }: TargetsRequest,
  times: ReadonlyMap<string, StepTime>,
): TargetForecast[] =>
  found.map(({ id, base }) => {
    const variant = variantOf(base, id) ?? 'base';
    const candidates =
      trials * Object.keys(algorithms).length + (from === undefined || from === variant ? 0 : 1);
    const runs = (candidates > 1 ? candidates : 0) + seeds;
    const stepHint = hints.get(id)!;
    const time = times.get(id);
    const seconds = time === undefined ? undefined : runs * wallSeconds(stepHint * time.median);
    return { id, stepHint, runs, seconds };
  });
