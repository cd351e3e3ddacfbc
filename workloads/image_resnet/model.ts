/** A small residual network with batch normalization (He et al. 2015, arXiv 1512.03385; Ioffe & Szegedy 2015, arXiv 1502.03167). */
import type { Tensor } from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { conv2d, dense, gelu, globalAvgPool, relu, silu, type Norm } from '#nn';
import { blocksOf } from './parameters.ts';
import type { ResNetOptions } from './parameters.ts';

const activations = { relu, silu, gelu };

/** Class scores: images [N, H, W, 1] -> [N, classes]. */
export function resNet(params: Params, images: Tensor, norm: Norm, options: ResNetOptions): Tensor {
  const activate = activations[options.activation];
  let x = conv2d(images, params['stem/conv']!, { stride: 2 }) as Tensor;
  x = activate(norm(x, 'stem/norm'));
  for (const { path, inputs, outputs, stride } of blocksOf(options)) {
    let y: Tensor = conv2d(x, params[`${path}/conv1`]!, { stride });
    y = activate(norm(y, `${path}/norm1`));
    y = norm(conv2d(y, params[`${path}/conv2`]!), `${path}/norm2`);
    if (inputs !== outputs)
      x = norm(conv2d(x, params[`${path}/shortcut/conv`]!, { stride }), `${path}/shortcut/norm`);
    x = activate(x.add(y));
  }
  return dense(globalAvgPool(x), params['head/kernel']!, params['head/bias']);
}
