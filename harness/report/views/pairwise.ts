/** The pairwise matrix: how much faster the row's submission is than the column's, third parties aside. */
import type { Pair, Summary } from '../../score/summary.ts';
import { percentText, ratioText } from './number-text.ts';
import type { Series } from '../charts/series.ts';

export interface PairwiseMatrix {
  readonly columns: readonly { readonly series: Series; readonly number: number }[];
  readonly rows: readonly {
    readonly series: Series;
    readonly number: number;
    readonly cells: readonly PairCell[];
  }[];
  readonly floor: string | undefined;
}

export interface PairCell {
  readonly kind: 'self' | 'faster' | 'slower' | 'undecided' | 'unknown';
  readonly text: string;
  /** Strength of the colour: 1 up to 10 %, 2 up to 50 %, 3 beyond. */
  readonly shade: number;
  readonly record: string;
  readonly details: string;
}

export const pairwiseMatrix = (summary: Summary, series: readonly Series[]): PairwiseMatrix => {
  const pairs = new Map(summary.pairs.map((pair) => [key(pair.first, pair.second), pair]));
  const numbered = series.map((one, index) => ({ series: one, number: index + 1 }));
  return {
    columns: numbered,
    rows: numbered.map((row) => ({
      ...row,
      cells: series.map((column) =>
        cell(pairs.get(key(row.series.name, column.name)), row.series, column),
      ),
    })),
    floor: summary.noiseFloor.kind === 'known' ? ratioText(summary.noiseFloor.value) : undefined,
  };
};

const key = (first: string, second: string): string => JSON.stringify([first, second]);

const cell = (pair: Pair | undefined, row: Series, column: Series): PairCell => {
  if (row.name === column.name)
    return { kind: 'self', text: '', shade: 0, record: '', details: '' };
  if (pair === undefined || pair.speedup.kind === 'unknown') {
    const why = pair?.speedup.kind === 'unknown' ? pair.speedup.why : 'not compared';
    return { kind: 'unknown', text: '–', shade: 0, record: pair ? record(pair) : '', details: why };
  }
  const ratio = pair.speedup.value;
  return {
    kind: pair.verdict,
    text: ratioText(ratio),
    shade: pair.verdict === 'undecided' ? 0 : shade(ratio),
    record: record(pair),
    details: details(pair, row, column),
  };
};

const shade = (ratio: number): number => {
  const factor = Math.max(ratio, 1 / ratio);
  return factor < 1.1 ? 1 : factor < 1.5 ? 2 : 3;
};

/** Workloads won, tied and lost. */
const record = ({ wins, ties, losses }: Pair): string => `${wins}–${ties}–${losses}`;

const details = (pair: Pair, row: Series, column: Series): string => {
  const range = pair.interval
    ? `, 95 % interval ${pair.interval.low.toFixed(2)} to ${pair.interval.high.toFixed(2)}`
    : '';
  const sure =
    pair.probabilityFaster.kind === 'known'
      ? `; faster in ${percentText(pair.probabilityFaster.value)} of resamples`
      : '';
  return `${row.title} against ${column.title}: ${pair.verdict}${range}${sure}`;
};
