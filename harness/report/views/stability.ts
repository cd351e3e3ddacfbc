/** What the ranking hangs on: who takes part, how strict the targets are, how long slow runs still count. */
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { SensitivityPoint } from '../../score/sensitivity-points.ts';
import type { LeaveOneOut, Summary } from '../../score/summary.ts';
import { changeText, chosenText } from './number-text.ts';
import { frame, px, xRange, yRange, type Frame, type Size } from '../charts/plot.ts';
import type { Series } from '../charts/series.ts';

const size: Size = { width: 460, height: 270, left: 46, right: 24, top: 12, bottom: 50 };

export interface Stability {
  readonly leaveOneOut: readonly LeftOut[];
  readonly charts: readonly SensitivityChart[];
}

export interface LeftOut {
  readonly series: Series;
  /** The score that changes most. */
  readonly largest: { readonly series: Series; readonly change: string } | undefined;
  readonly turns: readonly {
    readonly ahead: string;
    readonly behind: string;
    readonly places: string;
    readonly through: string;
  }[];
}

export interface SensitivityChart {
  readonly title: string;
  readonly frame: Frame;
  /** Where the leaderboard's own rule lies. */
  readonly ruleX: number;
  readonly curves: readonly { readonly look: string; readonly index: number; readonly d: string }[];
}

export const stability = (summary: Summary, series: readonly Series[]): Stability => {
  const titles = new Map(series.map((one) => [one.name, one]));
  const { targets, rMax } = summary.sensitivity;
  return {
    leaveOneOut: summary.leaveOneOut.flatMap((one) => leftOut(one, titles)),
    charts: [
      ...chart('How strict the targets are', 'targets loosened by', targets, 0, series, loosening),
      ...chart('How slow may still count', 'r max', rMax, summary.rMax, series, chosenText),
    ],
  };
};

const leftOut = (one: LeaveOneOut, titles: ReadonlyMap<string, Series>): readonly LeftOut[] => {
  const series = titles.get(one.without);
  if (series === undefined) return [];
  const [largest] = [...one.scores].sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const other = largest && titles.get(largest.name);
  return [
    {
      series,
      largest:
        largest && other && changeText(largest.change) !== '0'
          ? { series: other, change: changeText(largest.change) }
          : undefined,
      turns: one.decides.map(({ ahead, behind, places, through, alone }) => ({
        ahead: titles.get(ahead)?.title ?? ahead,
        behind: titles.get(behind)?.title ?? behind,
        places: places.join(' and '),
        through: through.join(alone ? ' or ' : ' and '),
      })),
    },
  ];
};

/** One chart of scores over a rule's values; none where fewer than two values were tried. */
const chart = (
  title: string,
  xTitle: string,
  points: readonly SensitivityPoint[],
  rule: number,
  series: readonly Series[],
  text: (value: number) => string,
): readonly SensitivityChart[] => {
  const values = points.map(({ value }) => value);
  if (values.length < 2) return [];
  const x = scaleLinear([Math.min(...values), Math.max(...values)], xRange(size));
  const y = scaleLinear([0, 1], yRange(size));
  return [
    {
      title,
      frame: frame(
        size,
        { scale: x, title: xTitle, ticks: x.ticks(6), text },
        { scale: y, title: 'score', ticks: y.ticks(5), text: (value) => value.toFixed(1) },
      ),
      ruleX: px(x(rule)),
      curves: series.toReversed().map(({ look, index }) => ({
        look,
        index,
        d:
          line<SensitivityPoint>()
            .defined(({ scores }) => scores[index] !== undefined)
            .x(({ value }) => px(x(value)))
            .y(({ scores }) => px(y(scores[index] ?? 0)))(points) ?? '',
      })),
    },
  ];
};

const loosening = (share: number): string =>
  `${share > 0 ? '+' : ''}${chosenText(100 * share)}\u202f%`;
