/** Gradient of `MirrorPad`: what was mirrored adds to where it came from. tfjs-core's drops it without a word. */
import * as tf from '@tensorflow/tfjs';
import { single } from './run.ts';

export const mirrorPadGradient: tf.GradConfig = {
  kernelName: 'MirrorPad',
  inputsToSave: ['x'],
  gradFunc: (dys, saved, attrs) => {
    const [x] = saved as [tf.Tensor];
    const { paddings, mode } = attrs as unknown as tf.MirrorPadAttrs;
    // `reflect` leaves the edge itself out.
    const skipped = mode === 'reflect' ? 1 : 0;
    return {
      x: () =>
        paddings.reduce(
          (dy, [before, after], axis) =>
            before + after === 0 ? dy : fold(dy, axis, x.shape[axis]!, before, after, skipped),
          single(dys),
        ),
    };
  },
};

/** Adds the first `before` and the last `after` values along `axis`, mirrored, to the `size` values between them. */
function fold(
  dy: tf.Tensor,
  axis: number,
  size: number,
  before: number,
  after: number,
  skipped: number,
): tf.Tensor {
  const cut = (start: number, count: number) =>
    tf.slice(dy, dy.shape.map((_, d) => (d === axis ? start : 0)), dy.shape.with(axis, count)); // prettier-ignore
  const place = (part: tf.Tensor, start: number, count: number) =>
    tf.pad(
      tf.reverse(part, axis),
      dy.shape.map((_, d): [number, number] => (d === axis ? [start, size - start - count] : [0, 0])),
    ); // prettier-ignore
  const parts = [cut(before, size)];
  if (before > 0) parts.push(place(cut(0, before), skipped, before));
  if (after > 0) parts.push(place(cut(before + size, after), size - skipped - after, after));
  return tf.addN(parts);
}
