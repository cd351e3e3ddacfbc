/** Fewer points of a drawn curve, so that a page of thousands of trials stays small; what matters of it stays. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Units of the drawing that nobody can see. */
const invisible = 0.5;

/**
 * Indices of the points to draw, in order: the first, the last and those in `kept` always; of the others at most
 * `most`, no two of them too close along x, without those that lie on a straight line between their neighbours
 * (Ramer 1972, Douglas and Peucker 1973). `points` run from left to right, in units of the drawing.
 */
export function thin(
  points: readonly Point[],
  kept: readonly number[],
  most: number,
): readonly number[] {
  if (points.length === 0) return [];
  const last = points.length - 1;
  const always = new Set([0, last, ...kept]);
  const gap = (points[last]!.x - points[0]!.x) / most;
  let drawn = points[0]!.x;
  const apart = [...points.keys()].filter((i) => {
    const far = points.length <= most || points[i]!.x > drawn + gap;
    if (far) drawn = points[i]!.x;
    return far || always.has(i);
  });
  const anchors = apart.flatMap((index, at) => (always.has(index) ? [at] : []));
  const bent = anchors
    .slice(1)
    .flatMap((to, i) => bends(points, apart, anchors[i]!, to).concat(apart[to]!));
  return [0, ...bent];
}

/** Indices strictly between two of `apart` that the straight line from one to the other would miss. */
function bends(
  points: readonly Point[],
  apart: readonly number[],
  from: number,
  to: number,
): number[] {
  let worst = invisible;
  let at = -1;
  for (let i = from + 1; i < to; i++) {
    const missed = distance(points[apart[i]!]!, points[apart[from]!]!, points[apart[to]!]!);
    if (missed > worst) [worst, at] = [missed, i];
  }
  return at < 0
    ? []
    : [...bends(points, apart, from, at), apart[at]!, ...bends(points, apart, at, to)];
}

/** From `point` to the segment between `a` and `b`. */
function distance(point: Point, a: Point, b: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((point.x - a.x) * dx + (point.y - a.y) * dy) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - a.x - share * dx, point.y - a.y - share * dy);
}
