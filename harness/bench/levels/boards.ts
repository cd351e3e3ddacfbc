/** Boards made up by known rules, judged by the scorer's own functions. */
import type { Analysis } from '../../score/analysis.ts';
import { resample, resampleAt } from '../../score/bootstrap.ts';
import { scoresOf } from '../../score/credit.ts';
import { median } from '../../score/median.ts';
import { pairsOf } from '../../score/pairs.ts';
import { standingOf } from '../../score/standing.ts';
import { stream } from '../../score/stream.ts';
import type { Pair } from '../../score/summary.ts';
import { disturbance, logTime } from './noise.ts';

export interface BoardSize {
  readonly submissions: number;
  readonly studies: number;
  readonly workloads: number;
}

/** How submissions differ. */
export interface Truth {
  /** log(time) that a submission takes more on a workload. */
  readonly shift: (row: number, column: number) => number;
  /** Factor on the scale of its noise. */
  readonly spread: (row: number) => number;
  readonly hasMisses: boolean;
}

export const equal: Truth = { shift: () => 0, spread: () => 1, hasMisses: true };

const resamples = 200;
const rule = { rMax: 4, integral: 'exact', gates: false } as const;

type Board = Pick<
  Analysis,
  'times' | 'seconds' | 'resamples' | 'scores' | 'resampledScores' | 'rule'
> & {
  readonly field: {
    readonly submissions: readonly string[];
    readonly workloads: readonly { readonly name: string; readonly base: number }[];
    readonly bases: number;
  };
};

/** Study seconds of one board, [submissions x workloads] lists; equal seeds give equal boards. */
export function drawStudies(size: BoardSize, truth: Truth, seed: number): number[][] {
  const random = stream(seed, 'board', JSON.stringify(size));
  const noises = Array.from({ length: size.workloads }, () => disturbance(random));
  return Array.from({ length: size.submissions }, (_, row) =>
    noises.map((noise, column) => {
      const scale = noise.scale * truth.spread(row);
      const missRate = truth.hasMisses ? noise.missRate : 0;
      return Array.from({ length: size.studies }, () =>
        Math.exp(truth.shift(row, column) + logTime({ scale, missRate }, random)),
      );
    }),
  ).flat();
}

/** What the scorer computes from the study seconds. */
export function boardOf(
  size: BoardSize,
  seconds: readonly (readonly number[])[],
  seed: number,
): Board {
  const rows = Array.from({ length: size.submissions }, (_, row) => `s${row}`);
  const columns = Array.from({ length: size.workloads }, (_, base) => ({ name: `w${base}`, base }));
  const field = { submissions: rows, workloads: columns, bases: size.workloads };
  const times = Float64Array.from(seconds, median);
  const drawn = resample(field, seconds, resamples, seed);
  const resampledScores = new Float64Array(resamples * rows.length);
  for (let i = 0; i < resamples; i++) {
    resampledScores.set(scoresOf(resampleAt(drawn, i), field, rule), i * rows.length);
  }
  const scores = scoresOf(times, field, rule);
  return { field, seconds, times, scores, resamples: drawn, resampledScores, rule };
}

/** What the pairwise matrix says of the first two. */
export const pairOf = (board: Board): Pair => pairsOf(board, [0, 1], undefined)[0]!;

/** Tie groups and chances of being best. */
export const standing = (board: Board) => standingOf(board, board.seconds);
