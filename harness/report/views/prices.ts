/** What a step costs each submission, and its ranks by steps and by seconds side by side. */
import { pricedAgainst } from '../../score/price-report.ts';
import type { Price } from '../../score/price.ts';
import type { SubmissionSummary, Summary } from '../../score/summary.ts';
import type { Series } from '../charts/series.ts';
import { countText, ratioText, scoreText, significantText } from './number-text.ts';
import { sortable, type Sortable } from './ranking.ts';

export interface Prices {
  /** Base workloads. */
  readonly workloads: readonly string[];
  /** What ratios are taken to, in words. */
  readonly against: string;
  readonly rows: readonly PricesRow[];
}

export interface PricesRow {
  readonly series: Series;
  readonly bySeconds: Standing;
  readonly bySteps: Standing;
  readonly overall: Sortable;
  readonly cells: readonly PriceCell[];
}

interface Standing {
  readonly place: number;
  readonly score: string;
}

export interface PriceCell extends Sortable {
  readonly workload: string;
  readonly ratio: string;
}

export function prices(summary: Summary, series: readonly Series[]): Prices {
  const workloads = summary.workloads.filter(({ role }) => role === 'base').map(({ name }) => name);
  const against = pricedAgainst(summary);
  return {
    workloads,
    against: against.kind === 'submission' ? against.name : 'the cheapest submission',
    rows: summary.submissions.map((one, index) => ({
      ...standings(one),
      series: series[index]!,
      overall: sortable(one.priceRatio, ratioText),
      cells: workloads.flatMap((workload) =>
        summary.cells
          .filter((cell) => cell.submission === one.name && cell.workload === workload)
          .map(({ price }) => priceCell(workload, price)),
      ),
    })),
  };
}

const standings = ({ place, score, bySteps }: SubmissionSummary) => ({
  bySeconds: { place, score: scoreText(score) },
  bySteps: { place: bySteps.place, score: scoreText(bySteps.score) },
});

const priceCell = (workload: string, price: Price): PriceCell =>
  price.kind === 'unknown'
    ? { workload, text: '–', value: '', why: price.why, ratio: '' }
    : {
        workload,
        text: stepText(price.seconds),
        value: price.seconds,
        why: `${countText(price.trials)} trials, from ${stepText(price.low)} to ${stepText(price.high)}`,
        ratio: sortable(price.ratio, ratioText).text,
      };

const stepText = (seconds: number): string => `${significantText(1000 * seconds)}\u202fms`;
