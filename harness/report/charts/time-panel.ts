/** Time to target per workload: one dot per study, the median, and the fastest median of all. */
import type { CellSummary, StudySummary, Summary, WorkloadSummary } from '../../score/summary.ts';
import { scaleLinear } from 'd3-scale';
import { budgetOf } from '../../record/plan.ts';
import type { TrialResult } from '../../record/result.ts';
import { chosenText, ratioText, secondsText } from '../views/number-text.ts';
import { anchor, type Series } from './series.ts';

/** Positions along a strip, in percent of its width; a strip stretches with its column. */
type Percent = string;

export interface TimePanel {
  readonly anchor: string;
  readonly name: string;
  readonly variantOf: string | undefined;
  readonly metric: string;
  readonly target: string;
  readonly budget: { readonly at: Percent; readonly text: string } | undefined;
  readonly best: { readonly at: Percent; readonly text: string } | undefined;
  readonly ticks: readonly { readonly at: Percent; readonly label: string }[];
  readonly rows: readonly TimeRow[];
}

export interface TimeRow {
  readonly series: Series;
  readonly dots: readonly Dot[];
  readonly median: Percent | undefined;
  readonly medianText: string;
  readonly ratio: string;
  /** Why the time gives no credit although the target was reached. */
  readonly gatedBy: string | undefined;
}

export interface Dot {
  readonly at: Percent;
  /** Studies lie a little apart, so that equal times stay visible. */
  readonly y: number;
  readonly reached: boolean;
  readonly text: string;
}

const rowHeight = 24;

export const timePanels = (
  summary: Summary,
  results: readonly TrialResult[],
  series: readonly Series[],
): readonly TimePanel[] =>
  summary.workloads.map((workload) => {
    const cells = summary.cells.filter((cell) => cell.workload === workload.name);
    const budget = budgetSeconds(results, workload.name);
    const longest = Math.max(budget ?? 0, ...cells.flatMap(cellSeconds));
    const scale = scaleLinear([0, longest > 0 ? longest : 1], [0, 100]);
    const at = (seconds: number): Percent => `${scale(seconds).toFixed(2)}%`;
    return {
      anchor: anchor('workload', workload.name),
      name: workload.name,
      variantOf: workload.role === 'variant' ? workload.base : undefined,
      metric: workload.metric.name,
      target: targetText(workload),
      budget: budget === undefined ? undefined : { at: at(budget), text: secondsText(budget) },
      best:
        workload.best.kind === 'reached'
          ? { at: at(workload.best.seconds), text: secondsText(workload.best.seconds) }
          : undefined,
      ticks: scale
        .ticks(longest < 1e4 ? 4 : 3)
        .map((seconds) => ({ at: at(seconds), label: chosenText(seconds) })),
      rows: series.flatMap((one) => {
        const cell = cells.find(({ submission }) => submission === one.name);
        return cell === undefined ? [] : [timeRow(one, cell, at)];
      }),
    };
  });

/** `error rate ≤ 0.12`, the way the metric counts. */
export const targetText = ({
  metric,
  target,
}: Pick<WorkloadSummary, 'metric' | 'target'>): string =>
  `${metric.goal === 'minimize' ? '≤' : '≥'} ${chosenText(target)}`;

const timeRow = (series: Series, cell: CellSummary, at: (seconds: number) => Percent): TimeRow => ({
  series,
  dots: cell.studies.flatMap((study, index) => dot(study, index, cell.studies.length, at)),
  median: cell.median.kind === 'reached' ? at(cell.median.seconds) : undefined,
  medianText:
    cell.median.kind === 'reached'
      ? secondsText(cell.median.seconds)
      : cell.median.kind === 'censored'
        ? 'missed'
        : 'no result',
  ratio: cell.ratio.kind === 'known' ? ratioText(cell.ratio.value) : '–',
  gatedBy: cell.gatedBy.length > 0 ? cell.gatedBy.join(', ') : undefined,
});

const dot = (
  { study, time, reachedTrials, trials }: StudySummary,
  index: number,
  count: number,
  at: (seconds: number) => Percent,
): readonly Dot[] => {
  if (time.kind === 'absent') return [];
  const reached = time.kind === 'reached';
  const spread = Math.min(6, (rowHeight - 10) / Math.max(1, count - 1));
  return [
    {
      at: at(time.seconds),
      y: rowHeight / 2 + (index - (count - 1) / 2) * spread,
      reached,
      text: reached
        ? `study ${study}: ${secondsText(time.seconds)}, ${reachedTrials} of ${trials} trials reached the target`
        : `study ${study}: target not reached within ${secondsText(time.seconds)}`,
    },
  ];
};

const cellSeconds = (cell: CellSummary): readonly number[] =>
  cell.studies.flatMap(({ time }) => (time.kind === 'absent' ? [] : [time.seconds]));

/** The longest budget of the workload's trials; undefined where there are none. */
const budgetSeconds = (results: readonly TrialResult[], workload: string): number | undefined => {
  const budgets = results.flatMap(({ plan }) =>
    plan.workload === workload ? (budgetOf(plan)?.seconds ?? []) : [],
  );
  return budgets.length === 0 ? undefined : Math.max(...budgets);
};
