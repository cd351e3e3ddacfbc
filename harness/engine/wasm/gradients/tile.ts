/**
 * Gradient of `Tile`, and so of `tf.broadcastTo`, as one sum. tfjs-core's slices and adds once for each copy: 80 ms for a row
 * of 8 repeated 9216 times. It also ends at rank 4.
 */
import * as tf from '@tensorflow/tfjs';
import { single } from '../../gradients/run.ts';

export const tileGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'Tile',
    inputsToSave: ['x'],
    gradFunc: (dys, saved, attrs) => {
      const [x] = saved as [tf.Tensor];
      const { reps } = attrs as unknown as tf.TileAttrs;
      // Axis d of dy is reps[d] copies of x's.
      const copies = x.shape.flatMap((n, d) => [reps[d]!, n]);
      const axes = reps.map((_, d) => 2 * d);
      return { x: () => tf.reshape(tf.sum(tf.reshape(single(dys), copies), axes), x.shape) };
    },
  },
];
