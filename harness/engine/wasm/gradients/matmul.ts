/** Gradient of `BatchMatMul` that also sums over broadcast batch dimensions. */
import * as tf from '@tensorflow/tfjs';
import { single } from '../../gradients/run.ts';
import { sumTo } from '../../gradients/sum-to.ts';

export const matMulGradients: readonly tf.GradConfig[] = [
  {
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dys, [a, b], attrs) => {
      const dy = single(dys);
      const { transposeA, transposeB } = attrs as unknown as tf.BatchMatMulAttrs;
      return {
        a: () =>
          sumTo(
            transposeA
              ? tf.matMul(b!, dy, transposeB, true)
              : tf.matMul(dy, b!, false, !transposeB),
            a!.shape,
          ),
        b: () =>
          sumTo(
            transposeB
              ? tf.matMul(dy, a!, true, transposeA)
              : tf.matMul(a!, dy, !transposeA, false),
            b!.shape,
          ),
      };
    },
  },
];
