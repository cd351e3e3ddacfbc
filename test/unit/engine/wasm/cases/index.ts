/** The cases of every kernel and gradient, and the kernels that are refused. */
import * as tf from '@tensorflow/tfjs';
import type { Cases } from './case.ts';
import { elementwiseCases } from './elementwise.ts';
import { layerCases } from './layers.ts';
import { moveCases } from './moves.ts';
import { pickCases } from './picks.ts';
import { productCases } from './products.ts';
import { reductionCases } from './reductions.ts';
import { updateCases } from './updates.ts';

export const cases: Cases = {
  ...elementwiseCases,
  ...reductionCases,
  ...moveCases,
  ...pickCases,
  ...productCases,
  ...layerCases,
  ...updateCases,
};

const volume = (): tf.Tensor5D => tf.ones([1, 4, 4, 4, 1]);
const filter = (): tf.Tensor5D => tf.ones([2, 2, 2, 1, 1]);

const image = (): tf.Tensor4D => tf.ones([1, 4, 4, 1]);
const dilationGradient = (name: string): tf.Tensor =>
  tf
    .engine()
    .runKernel(
      name,
      { x: image(), filter: tf.ones([2, 2, 1]), dy: tf.ones([1, 3, 3, 1]) },
      { strides: 1, pad: 'valid', dilations: 1 },
    );

/** Calls of kernels that the backend computes wrongly. */
export const refusals: Readonly<Record<string, () => unknown>> = {
  MaxPoolWithArgmax: () => tf.maxPoolWithArgmax(image(), 2, 2, 'valid').result,
  Dilation2D: () => tf.dilation2d(image(), tf.ones([2, 2, 1]), 1, 'valid'),
  Dilation2DBackpropInput: () => dilationGradient('Dilation2DBackpropInput'),
  Dilation2DBackpropFilter: () => dilationGradient('Dilation2DBackpropFilter'),
  MaxPool3D: () => tf.maxPool3d(volume(), 2, 2, 'valid'),
  MaxPool3DGrad: () =>
    tf
      .engine()
      .runKernel(
        'MaxPool3DGrad',
        { dy: tf.ones([1, 2, 2, 2, 1]), input: volume(), output: tf.ones([1, 2, 2, 2, 1]) },
        { filterSize: 2, strides: 2, pad: 'valid' },
      ),
  Conv3DBackpropInputV2: () =>
    tf.grad((x) => tf.conv3d(x as tf.Tensor5D, filter(), 1, 'same'))(volume()),
};
