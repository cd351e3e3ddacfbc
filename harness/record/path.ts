/** Where a trial's file lies: results/<source>/<submission>/<workload>/study-1-trial-2.<plan id>[.attempt-2].json */
import type { TrialPlan } from './plan.ts';
import type { Origin } from './result.ts';

/** Folder of one machine and engine, or of one import: results that may be scored together. */
export const sourceFolder = (origin: Origin): string =>
  origin.kind !== 'imported'
    ? `${origin.machine.fingerprint}-${origin.engine}`
    : `imported-${origin.from.replace(/[^A-Za-z0-9._-]+/g, '-')}`;

/** Path of a plan's result below its source folder; attempts are counted from 1. */
export function planPath(plan: TrialPlan, attempt: number): string {
  const suffix = attempt === 1 ? '' : `.attempt-${attempt}`;
  const file = `study-${plan.study}-trial-${plan.trial}.${plan.id}${suffix}.json`;
  return `${plan.submission}/${plan.workload}/${file}`;
}
