/** The ranking table: one row per submission, places as tie groups, everything that says how sure it is. */
import type { Known } from '../../score/known.ts';
import type { Reference, SubmissionSummary, Summary } from '../../score/summary.ts';
import type { About } from '../about.ts';
import { countText, durationText, percentText, ratioText, scoreText } from './number-text.ts';
import { ownEntry, type Series } from '../charts/series.ts';

export interface Ranking {
  readonly rows: readonly RankingRow[];
  readonly reference: string;
  readonly resamples: string;
  readonly hasIntervals: boolean;
  readonly hasTies: boolean;
}

export interface RankingRow {
  readonly series: Series;
  /** Where the table holds both rulesets. */
  readonly ruleset: string | undefined;
  readonly authors: string;
  readonly link: Link | undefined;
  /** Places its tie group shares, e.g. `1–2`. */
  readonly places: string;
  readonly place: number;
  /** Whether this row is the first, or the last, of its tie group. */
  readonly startsGroup: boolean;
  readonly endsGroup: boolean;
  readonly tied: boolean;
  readonly score: string;
  readonly interval: string;
  /** Score bar and whisker, in percent of the bar's width. */
  readonly bar: {
    readonly score: string;
    readonly low: string;
    readonly high: string;
    readonly width: string;
    readonly whisker: boolean;
  };
  readonly placeInterval: string;
  readonly best: string;
  readonly bestValue: number;
  readonly hits: string;
  readonly hitRate: string;
  readonly hitValue: number;
  readonly speedup: Sortable;
  readonly speedupNote: string;
  readonly cost: Sortable;
  readonly costNote: string;
}

/** A cell's text with the number it sorts by; unknown values sort last. */
export interface Sortable {
  readonly text: string;
  readonly value: number | string;
  readonly why: string | undefined;
}

export interface Link {
  readonly href: string;
  readonly text: string;
}

export const ranking = (
  summary: Summary,
  series: readonly Series[],
  about: Readonly<Record<string, About>>,
): Ranking => ({
  rows: summary.submissions.map((one, index) => {
    const own = ownEntry(about, one.name);
    const group = summary.submissions.filter(({ tieGroup }) => tieGroup === one.tieGroup);
    return {
      series: series[index]!,
      ruleset: summary.ruleset === 'both' ? one.ruleset : undefined,
      authors: own?.authors.join(', ') ?? '',
      link: own && link(own.reference),
      places: span(
        firstPlace(summary, group[0]!),
        firstPlace(summary, group[0]!) + group.length - 1,
      ),
      place: one.place,
      startsGroup: group[0] === one,
      endsGroup: group.at(-1) === one,
      tied: group.length > 1,
      ...scoreColumns(one),
      hits: `${countText(one.reachedTrials)} of ${countText(one.trials)}`,
      hitRate: `${one.stoppedTrials > 0 ? 'at least ' : ''}${percentText(one.hitRate)}`,
      hitValue: one.hitRate,
      speedup: sortable(one.speedup, ratioText),
      speedupNote: speedupNote(one),
      cost: sortable({ kind: 'known', value: one.cost.trialHours }, (hours) =>
        durationText(hours * 3600),
      ),
      costNote: `${percentText(one.cost.hopelessShare)} without reaching`,
    };
  }),
  reference: referenceText(summary.reference),
  resamples: countText(summary.bootstrap.resamples),
  hasIntervals: summary.submissions.some(({ interval }) => interval !== undefined),
  hasTies:
    new Set(summary.submissions.map(({ tieGroup }) => tieGroup)).size < summary.submissions.length,
});

const scoreColumns = (one: SubmissionSummary) => {
  const { score, interval } = one;
  const low = interval?.score.low ?? score;
  const high = interval?.score.high ?? score;
  return {
    score: scoreText(score),
    interval: interval === undefined ? '' : `${scoreText(low)}–${scoreText(high)}`,
    bar: {
      score: percent(score),
      low: percent(low),
      high: percent(high),
      width: percent(high - low),
      whisker: interval !== undefined,
    },
    placeInterval: interval === undefined ? '–' : span(interval.place.low, interval.place.high),
    best: interval === undefined ? '–' : percentText(one.bestProbability),
    bestValue: one.bestProbability,
  };
};

/** The group's first place counted from 1 in the order of the table. */
const firstPlace = (summary: Summary, first: SubmissionSummary): number =>
  summary.submissions.indexOf(first) + 1;

const span = (low: number, high: number): string =>
  low === high ? countText(low) : `${countText(low)}–${countText(high)}`;

const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;

export const sortable = (known: Known, text: (value: number) => string): Sortable =>
  known.kind === 'known'
    ? { text: text(known.value), value: known.value, why: undefined }
    : { text: '–', value: '', why: known.why };

const speedupNote = ({ speedup }: SubmissionSummary): string => {
  if (speedup.kind === 'unknown') return '';
  const on = `on ${countText(speedup.workloads)} workload${speedup.workloads === 1 ? '' : 's'}`;
  const range = speedup.interval;
  return range === undefined ? on : `${range.low.toFixed(2)}–${range.high.toFixed(2)}, ${on}`;
};

export const referenceText = (reference: Reference): string => {
  switch (reference.kind) {
    case 'submission':
      return `geometric mean over workloads against the times of ${reference.name}; above 1 is faster`;
    case 'step-hint':
      return 'geometric mean over workloads against the step hint times the reference step time of this machine; above 1 is faster';
    case 'none':
      return `no reference: ${reference.why}`;
  }
};

/** Web addresses only: any other reference is shown as text and cannot be followed. */
export const link = (reference: string): Link => {
  const url = URL.canParse(reference) ? new URL(reference) : undefined;
  const web = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === undefined || !web) return { href: '', text: reference };
  const arxiv = /^\/(?:abs|pdf)\/(\d{4}\.\d{4,5})/.exec(url.pathname);
  return {
    href: url.href,
    text: url.hostname === 'arxiv.org' && arxiv ? `arXiv ${arxiv[1]!}` : url.hostname,
  };
};
