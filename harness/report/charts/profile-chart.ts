/** Performance profiles (Dolan & Moré 2002, arXiv cs/0102001): share of workloads within a ratio of the fastest. */
import { scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';
import type { Profile, Summary } from '../../score/summary.ts';
import { chosenText, scoreText } from '../views/number-text.ts';
import { frame, px, xRange, yRange, type Frame, type Size } from './plot.ts';
import type { Series } from './series.ts';

const size: Size = { width: 620, height: 380, left: 46, right: 14, top: 12, bottom: 50 };

/** Bands of more submissions than this would hide each other. */
const bandsShown = 3;

export interface ProfileChart {
  readonly frame: Frame;
  readonly bands: readonly { readonly look: string; readonly index: number; readonly d: string }[];
  readonly curves: readonly {
    readonly look: string;
    readonly index: number;
    readonly d: string;
  }[];
  readonly legend: readonly { readonly series: Series; readonly score: string }[];
  readonly banded: readonly string[];
  readonly rMax: string;
}

export const profileChart = (summary: Summary, series: readonly Series[]): ProfileChart => {
  const x = scaleLinear([1, summary.rMax], xRange(size));
  const y = scaleLinear([0, 1], yRange(size));
  const profiles = new Map(summary.profiles.map((profile) => [profile.submission, profile]));
  const shown = series.flatMap((one) => {
    const profile = profiles.get(one.name);
    return profile === undefined ? [] : [{ one, profile }];
  });
  const step = line<Profile['steps'][number]>()
    .x((at) => px(x(at.ratio)))
    .y((at) => px(y(at.share)))
    .curve(curveStepAfter);
  const band = area<Profile['band'][number]>()
    .x((at) => px(x(at.ratio)))
    .y0((at) => px(y(at.low)))
    .y1((at) => px(y(at.high)))
    .curve(curveStepAfter);
  const banded = shown.filter(({ profile }) => profile.band.length > 0).slice(0, bandsShown);
  return {
    frame: frame(
      size,
      {
        scale: x,
        title: 'time ÷ fastest time on the workload',
        ticks: x.ticks(6),
        text: ratioTick,
      },
      {
        scale: y,
        title: 'share of workloads',
        ticks: y.ticks(5),
        text: (share) => share.toFixed(1),
      },
    ),
    bands: banded.toReversed().map(({ one, profile }) => ({
      look: one.look,
      index: one.index,
      d: band(profile.band) ?? '',
    })),
    // The leader is drawn last, on top.
    curves: shown.toReversed().map(({ one, profile }) => ({
      look: one.look,
      index: one.index,
      d: step(profile.steps) ?? '',
    })),
    legend: summary.submissions.map(({ score }, index) => ({
      series: series[index]!,
      score: scoreText(score),
    })),
    banded: banded.map(({ one }) => one.title),
    rMax: chosenText(summary.rMax),
  };
};

const ratioTick = (ratio: number): string => `${chosenText(ratio)}×`;
