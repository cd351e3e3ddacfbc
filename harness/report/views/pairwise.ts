/** The pairwise matrix: how much faster the row's submission is than the column's, third parties aside. */
import type { Known } from '../../score/known.ts';
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
  readonly kind: 'self' | 'unknown' | Pair['verdict'];
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
  if (pair === undefined)
    return { kind: 'unknown', text: '–', shade: 0, record: '', details: 'not compared' };
  const isDecided = pair.verdict === 'faster' || pair.verdict === 'slower';
  return {
    kind: pair.verdict,
    text: pair.speedup.kind === 'known' ? ratioText(pair.speedup.value) : '–',
    shade: isDecided ? shade(pair.speedup) : 0,
    record: record(pair),
    details: details(pair, row, column),
  };
};

/** Decided by misses alone, without a workload that both reached: as a large ratio. */
const shade = (speedup: Known): number => {
  if (speedup.kind === 'unknown') return 3;
  const ratio = speedup.value;
  const factor = Math.max(ratio, 1 / ratio);
  return factor < 1.1 ? 1 : factor < 1.5 ? 2 : 3;
};

const verdictTexts = {
  faster: 'faster',
  slower: 'slower',
  undecided: 'undecided',
  'too-few-runs': 'too few runs to tell',
} as const satisfies Record<Pair['verdict'], string>;

const pText = (p: number): string => (p < 0.0001 ? 'below 0.0001' : p.toPrecision(2));

/** Workloads won, tied and lost. */
const record = ({ wins, ties, losses }: Pair): string => `${wins}–${ties}–${losses}`;

const details = (pair: Pair, row: Series, column: Series): string => {
  const range = pair.interval
    ? `, 95 % interval ${pair.interval.low.toFixed(2)} to ${pair.interval.high.toFixed(2)}`
    : '';
  const sure =
    pair.probabilityFaster.kind === 'known'
      ? `; P(faster) ${percentText(pair.probabilityFaster.value)}`
      : '';
  const test =
    pair.exact.kind === 'known'
      ? `; exact test p = ${pText(pair.exact.p)}${pair.verdict === 'too-few-runs' ? `, at best ${pText(pair.exact.leastP)} with so few studies` : ''}`
      : '';
  const none = pair.speedup.kind === 'unknown' ? `, ${pair.speedup.why}` : '';
  const says = `${row.title} against ${column.title}: ${verdictTexts[pair.verdict]}`;
  return `${says}${none}${range}${sure}${test}`;
};
