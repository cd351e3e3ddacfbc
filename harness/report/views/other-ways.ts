/** The same trials counted in other ways: scores under other definitions, work, and what the trials went for. */
import type { SubmissionSummary, Summary } from '../../score/summary.ts';
import { countText, percentText, ratioText, scoreText } from './number-text.ts';
import { sortable, type Sortable } from './ranking.ts';
import type { Series } from '../charts/series.ts';

export interface OtherWays {
  /** Only then can gates change a score. */
  readonly hasVariants: boolean;
  readonly hasStopped: boolean;
  readonly rows: readonly OtherWaysRow[];
}

export interface OtherWaysRow {
  readonly series: Series;
  readonly first: string;
  readonly confirmed: string;
  readonly interpolated: string;
  readonly ungated: string;
  readonly fixed: Sortable;
  readonly work: Sortable;
  readonly evaluation: Sortable;
  readonly stopped: string;
}

export const otherWays = (summary: Summary, series: readonly Series[]): OtherWays => ({
  hasVariants: summary.workloads.some(({ role }) => role === 'variant'),
  hasStopped: summary.submissions.some(({ stoppedTrials }) => stoppedTrials > 0),
  rows: summary.submissions.map((one, index) => row(one, series[index]!)),
});

const row = (one: SubmissionSummary, series: Series): OtherWaysRow => ({
  series,
  first: scoreText(one.crossingScores.first),
  confirmed: scoreText(one.crossingScores.confirmed),
  interpolated: scoreText(one.crossingScores.interpolated),
  ungated: scoreText(one.ungatedScore),
  fixed: sortable(one.fixedReferenceScore, scoreText),
  work: sortable(one.workRatio, ratioText),
  evaluation: sortable(one.cost.evaluationShare, percentText),
  stopped: countText(one.stoppedTrials),
});
