/** The frame of a chart: its size, its scales and its ticks, in the units of the SVG's view box. */
import type { ScaleContinuousNumeric } from 'd3-scale';

type Scale = ScaleContinuousNumeric<number, number>;

export interface Size {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** What the partial `frame.hbs` draws around a chart's marks. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
  /** Edges of the plotting area. */
  readonly x1: number;
  readonly y1: number;
  /** Lower end of the tick marks under the plot. */
  readonly tickEnd: number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  /** Baselines of the tick labels and axis titles. */
  readonly xLabelY: number;
  readonly yLabelX: number;
  readonly xTitleX: number;
  readonly xTitleY: number;
  readonly xTitle: string;
  readonly yTitle: string;
}

/** Coordinates to a hundredth of a unit: small pages, equal bytes. */
export const px = (value: number): number => Math.round(value * 100) / 100;

export interface Axis {
  readonly scale: Scale;
  readonly title: string;
  /** Values to mark. */
  readonly ticks: readonly number[];
  readonly text: (value: number) => string;
}

/** A frame of this size; the axes' scales must already map into it (see `xRange`, `yRange`). */
export const frame = (size: Size, x: Axis, y: Axis): Frame => ({
  width: size.width,
  height: size.height,
  left: size.left,
  top: size.top,
  plotWidth: size.width - size.left - size.right,
  plotHeight: size.height - size.top - size.bottom,
  x1: size.width - size.right,
  y1: size.height - size.bottom,
  tickEnd: size.height - size.bottom + 4,
  xTicks: ticksOf(x),
  yTicks: ticksOf(y),
  xLabelY: size.height - size.bottom + 23,
  yLabelX: size.left - 7,
  xTitleX: size.width - size.right,
  xTitleY: size.height - 5,
  xTitle: x.title,
  yTitle: y.title,
});

/** From the left edge of the plot to its right edge. */
export const xRange = (size: Size): [number, number] => [size.left, size.width - size.right];

/** From the bottom of the plot to its top. */
export const yRange = (size: Size): [number, number] => [size.height - size.bottom, size.top];

const ticksOf = ({ scale, ticks, text }: Axis): readonly Tick[] =>
  ticks.map((value) => ({ at: px(scale(value)), label: text(value) }));
