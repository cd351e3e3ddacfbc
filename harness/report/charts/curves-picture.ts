/** A picture of its own: a metric over steps, one line a method, with the target. SVG that follows light and dark. */
import { extent, quantile } from 'd3-array';
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { Goal } from '#spec';
import { chosenText } from '../views/number-text.ts';
import { frame, px, xRange, yRange, type Axis, type Size } from './plot.ts';
import { renderCurves } from '../render/render-page.ts';

export interface CurvesPicture {
  readonly title: string;
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly target: number;
  readonly curves: readonly {
    readonly name: string;
    readonly points: readonly (readonly [step: number, value: number])[];
  }[];
}

const size: Size = { width: 560, height: 300, left: 56, right: 96, top: 30, bottom: 50 };
/** Least distance of two labels. */
const labelHeight = 15;

/** Share of evaluations the metric's axis takes in; the worst ones (early training) run out of the frame. */
const shownShare = 0.85;

/** The file's text. */
export function curvesPicture({ title, metric, target, curves }: CurvesPicture): string {
  const points = curves.flatMap((curve) => curve.points);
  const [, lastStep = 1] = extent(points, ([step]) => step);
  const x = scaleLinear([0, lastStep], xRange(size));
  const y = metricAxis(
    metric,
    target,
    points.map(([, value]) => value),
  );
  const path = line<readonly [number, number]>(
    ([step]) => x(step),
    ([, value]) => y.scale(value),
  ).digits(1);
  const labels = spread(
    curves.map(({ points: own }) => clamped(y.scale(own.at(-1)?.[1] ?? target))),
  );
  return renderCurves({
    title,
    metric: metric.name,
    target: chosenText(target),
    targetY: px(y.scale(target)),
    frame: frame(size, { scale: x, title: 'step', ticks: x.ticks(6), text: chosenText }, y),
    labelX: size.width - size.right + 8,
    curves: curves.map(({ name, points: own }, i) => ({
      name,
      look: `c${i}`,
      d: path(own) ?? '',
      labelY: px(labels[i]!),
    })),
  });
}

function metricAxis(
  { name, goal }: CurvesPicture['metric'],
  target: number,
  values: readonly number[],
): Axis {
  const worst = quantile(values, goal === 'minimize' ? shownShare : 1 - shownShare) ?? target;
  const shown = values.filter((value) => (goal === 'minimize' ? value <= worst : value >= worst));
  const [low = 0, high = 1] = extent([...shown, target]);
  const spreadOf = high > low ? high - low : Math.abs(high) || 1;
  const logarithmic = goal === 'minimize' && low > 0 && high / low > 10;
  const scale = logarithmic
    ? scaleLog([low * (low / high) ** 0.05, high], yRange(size))
    : scaleLinear([low - 0.05 * spreadOf, high + 0.05 * spreadOf], yRange(size));
  const ticks = logarithmic
    ? scale.ticks().filter((tick) => /^[125]e/.test(tick.toExponential(0)))
    : scale.ticks(5);
  return { scale, title: name, ticks, text: chosenText };
}

const clamped = (y: number): number => Math.min(Math.max(y, size.top), size.height - size.bottom);

/** Heights of labels moved apart, in their order from the top. */
function spread(heights: readonly number[]): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const moved = [...heights];
  let least = -Infinity;
  for (const [rank, i] of order.entries()) {
    // None so low that those below it leave the plot.
    const lowest = size.height - size.bottom - labelHeight * (order.length - 1 - rank);
    moved[i] = Math.max(Math.min(heights[i]!, lowest), least);
    least = moved[i] + labelHeight;
  }
  return moved;
}
