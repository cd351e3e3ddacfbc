/** The runs of target setting as trials that the executor can run. Pure. */
import type { Hyperparameters, Space } from '#spec';
import type { FoundWorkload } from '../prepare/find-workload.ts';
import { planId, type PlannedTrial } from '../plan/plan.ts';
import { pointOf } from '../plan/search.ts';
import type { EngineName } from '../record/machine.ts';
import type { Hashes, TrialPlan } from '../record/plan.ts';
import { rulesets } from '../record/rulesets.ts';
import type { Candidate, Stage } from './derivation.ts';

/** Significant digits of searched hyperparameters: what a derivation shows is exactly what ran. */
const digits = 4;

const rounded = (point: Hyperparameters): Hyperparameters =>
  Object.fromEntries(
    Object.entries(point).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(digits)) : value,
    ]),
  );

/**
 * The first `points` quasi-random points of each algorithm's space, all first points before the second ones. They are those
 * of whole studies of a run, one study after the other: more points leave those before as they were.
 */
export function searchCandidates(
  spaces: Readonly<Record<string, Space>>,
  points: number,
): Candidate[] {
  const { trials } = rulesets.external;
  const drawOf = (i: number) => ({
    study: 1 + Math.floor(i / trials),
    trial: 1 + (i % trials),
    trials,
  });
  return Array.from({ length: points }, (_, i) =>
    Object.entries(spaces).map(([algorithm, space]) => ({
      algorithm,
      hyperparameters: rounded(pointOf(space, drawOf(i))),
    })),
  ).flat();
}

/** The workload that runs, where it runs, and how long. */
export interface TargetCourse extends FoundWorkload {
  readonly engine: EngineName;
  readonly stepHint: number;
  readonly hashes: Omit<Hashes, 'submission'>;
}

/** One run that is wanted; `number` counts the runs of its stage from 1. */
export interface WantedRun extends Candidate {
  readonly stage: Stage;
  readonly number: number;
  readonly seed: string;
}

/** The search runs of these candidates: all from the same start, on the same order of data. One candidate needs no search. */
export const searchRuns = (
  workload: string,
  candidates: readonly Candidate[],
  { seed }: { readonly seed: string },
): WantedRun[] =>
  candidates.length === 1
    ? []
    : candidates.map((candidate, i) => ({
        ...candidate,
        stage: 'search',
        number: i + 1,
        seed: `${seed}/${workload}/search`,
      }));

/** The repetitions of the winner, each with a start and an order of its own. */
export const seedRuns = (
  workload: string,
  winner: Candidate,
  { seeds, seed }: { readonly seeds: number; readonly seed: string },
): WantedRun[] =>
  Array.from({ length: seeds }, (_, i) => ({
    ...winner,
    stage: 'seeds',
    number: i + 1,
    seed: `${seed}/${workload}/seed-${i + 1}`,
  }));

/** Evaluations up to the step hint; a run ends with the last of them. */
export const evaluationsOf = ({
  stepHint,
  workload,
}: Pick<TargetCourse, 'stepHint' | 'workload'>): number =>
  Math.floor(stepHint / workload.evaluation.every);

const studyOf: Readonly<Record<Stage, number>> = { search: 1, seeds: 2 };

/**
 * The trial of a wanted run. It has no target, as a run must depend on none. Its id holds what decides
 * its metrics and nothing about time, so that a run that is kept is used again wherever its metrics would come out the same.
 */
export function targetTrial(
  course: TargetCourse,
  { stage, seed, algorithm, hyperparameters }: WantedRun,
  algorithmHash: string,
): PlannedTrial {
  const { id, base, workload, engine, stepHint, hashes } = course;
  const { metric } = workload;
  const decides: Omit<TrialPlan, 'id'> = {
    suite: 'targets',
    ruleset: 'external',
    submission: algorithm,
    workload: id,
    base,
    study: studyOf[stage],
    trial: 1,
    seed,
    hyperparameters,
    metric,
    stepHint,
    until: {
      kind: 'evaluations',
      count: evaluationsOf(course),
      testAt: stage === 'search' ? 'never' : 'bests',
    },
  };
  const all = { ...hashes, submission: algorithmHash };
  return { plan: { id: planId(decides, all, engine), ...decides }, hashes: all };
}
