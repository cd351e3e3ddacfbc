/** Gradient of `StridedSlice`: the slice's values go back to where they were taken from. */
import * as tf from '@tensorflow/tfjs';
import { single } from './run.ts';

export const stridedSliceGradient: tf.GradConfig = {
  kernelName: 'StridedSlice',
  inputsToSave: ['x'],
  gradFunc: (dys, [x], attrs) => {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } =
      attrs as unknown as tf.StridedSliceAttrs;
    const info = tf.slice_util.sliceInfo(
      x!.shape, begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask,
    ); // prettier-ignore
    const taken = tf.slice_util.computeOutShape(info.begin, info.end, info.strides);
    return {
      x: () =>
        taken.reduce(
          (part, _, axis) =>
            spreadAxis(part, axis, info.begin[axis]!, info.strides[axis]!, x!.shape[axis]!),
          tf.reshape(single(dys), taken),
        ),
    };
  },
};

/** Puts the values along `axis` at begin, begin + stride, ... of an axis of `size` zeros. */
function spreadAxis(
  part: tf.Tensor,
  axis: number,
  begin: number,
  stride: number,
  size: number,
): tf.Tensor {
  const { shape } = part;
  const count = shape[axis]!;
  if (count === 0) return tf.zeros(shape.with(axis, size));
  const ascending = stride < 0 ? tf.reverse(part, axis) : part;
  const first = stride < 0 ? begin + (count - 1) * stride : begin;
  const step = Math.abs(stride);
  const span = (count - 1) * step + 1;
  // Each value is followed by step - 1 zeros; those after the last are cut off.
  const single = tf.reshape(ascending, shape.toSpliced(axis + 1, 0, 1));
  const gaps = single.shape.map((_, d): [number, number] => [0, d === axis + 1 ? step - 1 : 0]);
  const spaced = tf.reshape(tf.pad(single, gaps), shape.with(axis, count * step));
  const cut = tf.slice(
    spaced,
    shape.map(() => 0),
    shape.with(axis, span),
  );
  return tf.pad(
    cut,
    shape.map((_, d): [number, number] => (d === axis ? [first, size - first - span] : [0, 0])),
  );
}
