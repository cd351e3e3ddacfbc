/** What test/peers/papers_vectors.py computed in float64. */
import { readFileSync } from 'node:fs';

interface PapersVectors {
  readonly methods: Record<string, Record<string, { params: number[]; judged?: number[] }>>;
  readonly schedules: Record<string, Record<string, number>>;
  readonly refined: { norms: number[]; sgd: number[]; adam: number[] };
  readonly plateaus: readonly {
    values: number[];
    window: number;
    quiet: number;
    threshold: number;
    factor: number;
    maximize: boolean;
    rates: number[];
  }[];
  readonly forecasts: Record<string, { losses: number[]; at: number; forecast: number }>;
  readonly spectra: {
    dense: { matrix: number[]; values: number[] };
    tridiagonal: { diagonal: number[]; beside: number[]; values: number[]; weights: number[] };
    network: number[];
  };
  readonly tract: number[];
  readonly lowFrequencies: number[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('papers-vectors.json', import.meta.url), 'utf8'),
) as PapersVectors;

/** The largest distance between numbers at the same place. */
export const largestDifference = (got: readonly number[], want: readonly number[]): number => {
  if (got.length !== want.length) throw new Error(`${got.length} numbers, not ${want.length}`);
  return Math.max(...want.map((value, i) => Math.abs(got[i]! - value)));
};
