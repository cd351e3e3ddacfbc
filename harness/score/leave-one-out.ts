/** What each submission does to the others: their scores without it, and the places it decides. */
import type { Analysis } from './analysis.ts';
import { scoresOf } from './credit.ts';
import type { Decision, LeaveOneOut } from './summary.ts';

/** One entry a submission, in the order of `order`. */
export function leaveOneOut(
  analysis: Analysis,
  order: readonly number[],
  places: readonly number[],
): LeaveOneOut[] {
  const { field, scores } = analysis;
  if (order.length < 3) return [];
  return order.map((out) => {
    const others = order.filter((row) => row !== out);
    const without = scoresWithout(analysis, out);
    return {
      without: field.submissions[out]!,
      scores: others.map((row) => ({
        name: field.submissions[row]!,
        score: without[row]!,
        change: without[row]! - scores[row]!,
      })),
      decides: others.flatMap((ahead, i) =>
        others
          .slice(i + 1)
          .filter((behind) => turns(scores, without, ahead, behind))
          .map((behind): Decision => ({
            ahead: field.submissions[ahead]!,
            behind: field.submissions[behind]!,
            places: [places[ahead]!, places[behind]!],
            ...culprits(analysis, out, ahead, behind),
          })),
      ),
    };
  });
}

/** Strictly ahead before, strictly behind after. */
const turns = (before: Float64Array, after: Float64Array, ahead: number, behind: number): boolean =>
  before[ahead]! > before[behind]! && after[ahead]! < after[behind]!;

/** Scores where `out` sets no best time: in no column, or not in `column`. */
function scoresWithout(
  { field, rule, times }: Analysis,
  out: number,
  column?: number,
): Float64Array {
  const columns = field.workloads.length;
  const rivals = new Uint8Array(times.length).fill(1);
  if (column === undefined) rivals.fill(0, out * columns, (out + 1) * columns);
  else rivals[out * columns + column] = 0;
  return scoresOf(times, field, rule, rivals);
}

/** The workloads through which `out` decides between two others, the greatest effect first. */
function culprits(
  analysis: Analysis,
  out: number,
  ahead: number,
  behind: number,
): Pick<Decision, 'through' | 'alone'> {
  const { field, scores } = analysis;
  const gap = (of: Float64Array): number => of[ahead]! - of[behind]!;
  const effects = field.workloads
    .map(({ name }, column) => {
      const without = scoresWithout(analysis, out, column);
      const turned = turns(scores, without, ahead, behind);
      return { name, turned, effect: gap(scores) - gap(without) };
    })
    .filter(({ effect }) => effect > 0)
    .sort((a, b) => b.effect - a.effect);
  const alone = effects.filter(({ turned }) => turned);
  const through = alone.length > 0 ? alone : effects;
  return { through: through.map(({ name }) => name), alone: alone.length > 0 };
}
