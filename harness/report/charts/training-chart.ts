/** Training curves of one workload: the validation metric over billed seconds, with the target. */
import { extent, minIndex, quantileSorted } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { Goal } from '#spec';
import type { Evaluation, TrialResult } from '../../record/result.ts';
import type { Summary, WorkloadSummary } from '../../score/summary.ts';
import { chosenText } from '../views/number-text.ts';
import { frame, px, xRange, yRange, type Axis, type Frame, type Size } from './plot.ts';
import type { Series } from './series.ts';
import { thin, type Point } from './thin.ts';
import { targetText } from './time-panel.ts';

const size: Size = { width: 460, height: 280, left: 50, right: 26, top: 12, bottom: 50 };

/** Share of evaluations the metric's axis takes in; the worst ones (early training) run out of the frame. */
const shownShare = 0.8;

export interface TrainingChart {
  readonly name: string;
  readonly metric: string;
  readonly target: string;
  readonly targetY: number;
  /** Baseline of the target's label: on the side where the metric is better, away from the curves. */
  readonly targetLabelY: number;
  readonly clip: string;
  readonly frame: Frame;
  /** One path per submission for all trials that did not count. */
  readonly faint: readonly { readonly look: string; readonly index: number; readonly d: string }[];
  readonly chosen: readonly Curve[];
}

interface Curve {
  readonly look: string;
  readonly index: number;
  readonly d: string;
  /** Where the target was reached. */
  readonly hit: { readonly x: number; readonly y: number } | undefined;
}

/** Charts of the workloads that have evaluations. */
export const trainingCharts = (
  summary: Summary,
  results: readonly TrialResult[],
  series: readonly Series[],
): readonly TrainingChart[] =>
  summary.workloads.flatMap((workload, number) => {
    const trials = results.filter(
      ({ plan, evaluations }) => plan.workload === workload.name && evaluations.length > 0,
    );
    return trials.length === 0 ? [] : [trainingChart(workload, number, trials, summary, series)];
  });

const trainingChart = (
  workload: WorkloadSummary,
  number: number,
  trials: readonly TrialResult[],
  summary: Summary,
  series: readonly Series[],
): TrainingChart => {
  const evaluations = trials.flatMap((trial) => trial.evaluations);
  const x = scaleLinear([0, Math.max(...evaluations.map(({ seconds }) => seconds))], xRange(size));
  const y = metricAxis(workload, evaluations);
  const path = line<Point>(
    (point) => point.x,
    (point) => point.y,
  ).digits(1);
  const drawn = (trial: TrialResult): string => {
    const points = trial.evaluations.map(({ seconds, validation }) => ({
      x: x(seconds),
      y: y.scale(validation),
    }));
    return path(thinned(trial, workload.metric.goal, points)) ?? '';
  };
  const counts = chosenTrials(summary, workload.name);
  const bySeries = series.toReversed().map((one) => ({
    ...one,
    trials: trials.filter(({ plan }) => plan.submission === one.name),
  }));
  const isChosen = ({ plan }: TrialResult): boolean =>
    counts.has(trialKey(plan.submission, plan.study, plan.trial));
  return {
    name: workload.name,
    metric: workload.metric.name,
    target: targetText(workload),
    targetY: px(y.scale(workload.target)),
    targetLabelY: px(y.scale(workload.target) + (workload.metric.goal === 'minimize' ? 13 : -5)),
    clip: `clip-${number}`,
    frame: frame(
      size,
      { scale: x, title: 'billed seconds', ticks: x.ticks(4), text: chosenText },
      y,
    ),
    faint: bySeries.flatMap(({ look, index, trials: own }) => {
      const others = own.filter((trial) => !isChosen(trial));
      return others.length === 0 ? [] : [{ look, index, d: others.map(drawn).join('') }];
    }),
    chosen: bySeries.flatMap(({ look, index, trials: own }) =>
      own.filter(isChosen).map((trial) => {
        const end = hitOf(trial);
        return {
          look,
          index,
          d: drawn(trial),
          hit: end && { x: px(x(end.seconds)), y: px(y.scale(end.validation)) },
        };
      }),
    ),
  };
};

/** Logarithmic where the shown values span more than a factor of ten. */
const metricAxis = (
  { metric, target }: WorkloadSummary,
  evaluations: readonly Evaluation[],
): Axis => {
  const sign = metric.goal === 'minimize' ? 1 : -1;
  const sorted = [...evaluations.map(({ validation }) => sign * validation), sign * target].sort(
    (a, b) => a - b,
  );
  const worst = Math.max(quantileSorted(sorted, shownShare) ?? sign * target, sign * target);
  const [low = 0, high = 1] = extent([sign * sorted[0]!, sign * worst, target]);
  const spread = high > low ? high - low : Math.abs(high) || 1;
  const logarithmic = metric.goal === 'minimize' && low > 0 && high / low > 10;
  const scale = logarithmic
    ? scaleLog([low * (low / high) ** 0.09, high], yRange(size))
    : scaleLinear([low - 0.09 * spread, high + 0.09 * spread], yRange(size));
  return {
    scale,
    title: metric.name,
    ticks: logarithmic ? scale.ticks().filter(isRound) : scale.ticks(5),
    text: chosenText,
  };
};

/** One, two or five times a power of ten. */
const isRound = (value: number): boolean => /^[125]e/.test(value.toExponential(0));

/** Points of one trial that are drawn, beside its first, last and best one and its crossing. */
const mostPoints = 200;

const thinned = (trial: TrialResult, goal: Goal, points: readonly Point[]): readonly Point[] => {
  const { evaluations, outcome } = trial;
  const sign = goal === 'minimize' ? 1 : -1;
  const best = minIndex(evaluations, ({ validation }) => sign * validation);
  const crossing = outcome.status === 'reached' ? [outcome.evaluation] : [];
  return thin(points, [best, ...crossing], mostPoints).map((index) => points[index]!);
};

const hitOf = ({ outcome, evaluations }: TrialResult): Evaluation | undefined =>
  outcome.status === 'reached' ? evaluations[outcome.evaluation] : undefined;

const trialKey = (submission: string, study: number, trial: number): string =>
  JSON.stringify([submission, study, trial]);

/** The trials whose time counts for their study. */
const chosenTrials = (summary: Summary, workload: string): ReadonlySet<string> =>
  new Set(
    summary.cells
      .filter((cell) => cell.workload === workload)
      .flatMap(({ submission, studies }) =>
        studies.flatMap(({ study, trial }) =>
          trial === undefined ? [] : [trialKey(submission, study, trial)],
        ),
      ),
  );
