/** How the algorithms of the search compare: each one's best run. Pure. */
import { group } from 'd3-array';
import type { Derivation } from './derivation.ts';
import { winnerOf } from './target-of-runs.ts';

export interface NamedCurve {
  readonly name: string;
  /** Step and metric on the validation split. */
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** The best searched run of each algorithm, in the order of the search. */
export const bestCurves = ({ runs, metric }: Derivation): NamedCurve[] =>
  [...group(runs, ({ algorithm }) => algorithm)].flatMap(([name, own]) => {
    const best = winnerOf(
      own.filter(({ stage }) => stage === 'search'),
      metric.goal,
    );
    return best === undefined
      ? []
      : [{ name, points: best.curve.map(([step, , value]) => [step, value] as const) }];
  });
