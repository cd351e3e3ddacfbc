/** Coarse clips in large batches first, fine ones in small batches later. Wu et al. 2019, https://arxiv.org/abs/1912.00998 */
import * as tf from '@tensorflow/tfjs';
import type { ImagePlan, ImageShape } from './image-plan.ts';

/** Frames and side of a clip, and how many times the reference's number of clips a batch holds. */
export interface ClipShape {
  readonly frames: number;
  readonly side: number;
  readonly batches: number;
}

/**
 * The paper's two cycles for clips of these frames and side: each long shape, whose batches hold as many numbers as the
 * reference's, with the short shapes that take turns within it, at 1/2, sqrt 1/2 and all of its side.
 */
export const multigridShapes = (
  frames: number,
  side: number,
): { long: ClipShape; short: ClipShape[] }[] => {
  const small = Math.round(Math.SQRT1_2 * side);
  const long = [
    { frames: frames / 4, side: small, batches: 8 },
    { frames: frames / 2, side: small, batches: 4 },
    { frames: frames / 2, side, batches: 2 },
    { frames, side, batches: 1 },
  ];
  return long.map((shape) => {
    const sides = [Math.round(side / 2), small, shape.side];
    const short = sides.map((size) => ({
      ...shape,
      side: size,
      batches: shape.batches * Math.round((shape.side / size) ** 2),
    }));
    return { long: shape, short };
  });
};

export type MultigridCycle = 'long' | 'short' | 'both';

/** Shares of an image's side with the batches that hold as many pixels. */
const grids = [
  { share: 0.5, batches: 4 },
  { share: Math.SQRT1_2, batches: 2 },
  { share: 1, batches: 1 },
] as const;

/**
 * The cycles for single images, which have no frames. `long`: thirds of `steps` with equal numbers of steps at 1/2, sqrt 1/2
 * and all of the side, the rate growing by `rateOf(batches)`. `short`: the three take turns from step to step and the rate
 * stays. `both`: turns within the long shape of the moment, none larger than it. After `steps`, all of the side.
 */
export const multigridPlan = (
  cycle: MultigridCycle,
  steps: number,
  rateOf: (batches: number) => number,
): ImagePlan => ({
  at(step): ImageShape {
    if (step >= steps) return { share: 1, batches: 1, rate: 1 };
    const stage = cycle === 'short' ? 2 : Math.floor((3 * step) / steps);
    const long = grids[stage]!;
    const turn = cycle === 'long' ? stage : Math.min(step % 3, stage);
    return { ...grids[turn]!, rate: rateOf(long.batches) };
  },
  resize: (images, rows, columns) => tf.image.resizeBilinear(images, [rows, columns], false, true),
});
