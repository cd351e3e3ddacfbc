/**
 * U-Net (Ronneberger et al. 2015, arXiv 1505.04597) as fastMRI has it (Zbontar et al. 2018, arXiv 1811.08839): blocks
 * of two convolutions, each normalized within its image; means on the way down; what was seen there joined on the way up.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs';
import type { LossInput } from '#spec';
import { avgPool, conv2d, conv2dTranspose, dropout, foldIn, instanceNorm, layerNorm } from '#nn';
import { levelsOf } from './parameters.ts';
import type { UNetOptions } from './parameters.ts';

/** Slope of the leaky ReLU below 0. */
const slope = 0.2;

/** Images [N, H, W, 1] -> [N, H, W, 1]; H and W are multiples of 2^poolings. */
export function uNet(
  { params, dropout: rate, seed }: Pick<LossInput, 'params' | 'dropout' | 'seed'>,
  images: Tensor,
  options: UNetOptions,
): Tensor4D {
  const activate = (x: Tensor) =>
    options.activation === 'tanh' ? tf.tanh(x) : tf.leakyRelu(x, slope);
  let drops = 0;
  const block = (x: Tensor, path: string): Tensor => {
    for (const conv of [`${path}/conv0`, `${path}/conv1`]) {
      const y = conv2d(x, params[conv]!);
      const [scale, bias] = [params[`${conv}/norm/scale`], params[`${conv}/norm/bias`]];
      const normal = scale && bias ? wholeNorm(y, scale, bias) : plainInstanceNorm(y);
      x = dropChannels(activate(normal), rate, foldIn(seed, drops++));
    }
    return x;
  };

  const { down, up } = levelsOf(options);
  const seen: Tensor[] = [];
  let x: Tensor = images;
  for (const { path } of down) {
    x = block(x, path);
    seen.push(x);
    x = avgPool(x, { size: 2 });
  }
  x = block(x, 'bottom');
  for (const { path } of up) {
    x = conv2dTranspose(x, params[`${path}/grow`]!, { stride: 2 });
    x = block(tf.concat([activate(plainInstanceNorm(x)), seen.pop()!], 3), path);
  }
  return conv2d(x, params['out/kernel']!, { bias: params['out/bias']! });
}

/** Without scale and shift, as in fastMRI. */
function plainInstanceNorm(x: Tensor): Tensor {
  const channels = x.shape.at(-1)!;
  return instanceNorm(x, tf.ones([channels]), tf.zeros([channels]));
}

/** Over rows, columns and channels of each image; then scale and bias [C]. */
function wholeNorm(x: Tensor, scale: Tensor, bias: Tensor): Tensor {
  const [images] = x.shape as [number];
  const flat = tf.reshape(x, [images, -1]); // [N, H W C]
  const values = [flat.shape[1]!];
  const normal = layerNorm(flat, tf.ones(values), tf.zeros(values), 1e-6);
  return tf.add(tf.mul(tf.reshape(normal, x.shape), scale), bias);
}

/** Dropout of whole channels (Tompson et al. 2014, arXiv 1411.4280). */
function dropChannels(x: Tensor, rate: number, seed: number): Tensor {
  if (rate === 0) return x;
  const [images, , , channels] = x.shape as [number, number, number, number];
  return tf.mul(x, dropout(tf.ones([images, 1, 1, channels]), rate, seed));
}
