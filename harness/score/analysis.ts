/** The numbers that every table is made from: study times, medians, scores and their resamples. */
import { type Resamples, resample, resampleAt } from './bootstrap.ts';
import { type CrossingKind, loosen } from './crossing.ts';
import { scoresOf, type ScoreRule } from './credit.ts';
import type { Column, Field } from './field.ts';
import { median } from './median.ts';
import { studyTime, type StudyRule, type StudyTime } from './study.ts';

/** Study times by cell (row x columns + column), then study. */
export type Studies = readonly (readonly StudyTime[])[];

export interface Analysis {
  readonly field: Field;
  readonly rule: ScoreRule;
  readonly studyRule: StudyRule;
  readonly studies: Studies;
  /** Study seconds by cell, Infinity for a miss. */
  readonly seconds: readonly (readonly number[])[];
  /** The same under the other definitions of a crossing. */
  readonly otherwise: Readonly<Record<Exclude<CrossingKind, 'first'>, Studies>>;
  /** [submissions x workloads] median seconds, Infinity for a miss or no results. */
  readonly times: Float64Array;
  readonly scores: Float64Array;
  readonly resamples: Resamples;
  /** [resamples x submissions] */
  readonly resampledScores: Float64Array;
}

export interface AnalysisOptions {
  readonly rule: ScoreRule;
  readonly studyRule: StudyRule;
  readonly resamples: number;
  readonly seed: number;
}

export function analyse(field: Field, options: AnalysisOptions): Analysis {
  const { rule, studyRule } = options;
  const studies = judge(field, studyRule);
  const times = mediansOf(studies);
  const seconds = studies.map((cell) => cell.map((study) => study.seconds));
  const resamples = resample(field, seconds, options.resamples, options.seed);
  const rows = field.submissions.length;
  const resampledScores = new Float64Array(resamples.count * rows);
  for (let i = 0; i < resamples.count; i++) {
    resampledScores.set(scoresOf(resampleAt(resamples, i), field, rule), i * rows);
  }
  const scores = scoresOf(times, field, rule);
  const otherwise = {
    confirmed: judge(field, { ...studyRule, crossing: 'confirmed' }),
    interpolated: judge(field, { ...studyRule, crossing: 'interpolated' }),
  };
  return {
    field,
    rule,
    studyRule,
    studies,
    seconds,
    otherwise,
    times,
    scores,
    resamples,
    resampledScores,
  };
}

/** Study times of every cell, with every target loosened by a share of itself. */
export function judge(field: Field, rule: StudyRule, looseness = 0): StudyTime[][] {
  return field.cells.map((studies, cell) => {
    const post = loosen(goalpost(columnOf(field, cell)), looseness);
    return studies.map((trials) => studyTime(trials, post, rule));
  });
}

/** Scores from these study times instead of the leaderboard's. */
export const scoresFrom = ({ field, rule }: Analysis, studies: Studies): Float64Array =>
  scoresOf(mediansOf(studies), field, rule);

export const mediansOf = (studies: Studies): Float64Array =>
  Float64Array.from(studies, (cell) => median(cell.map(({ seconds }) => seconds)));

export const columnOf = ({ workloads }: Field, cell: number): Column =>
  workloads[cell % workloads.length]!;

export const goalpost = ({ metric, target }: Column) => ({ goal: metric.goal, target });
