/** TrAct: the first layer's weights step as if its activations did. Petersen et al. 2024, https://arxiv.org/abs/2410.23970 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs';
import type { Algorithm, Batch, Params, State, Task } from '#spec';
import { newtonInverse } from './inverse.ts';

/**
 * (x'x / n + lambda I)^-1 D, the paper's update of a layer's weight gradient D [I, O] (mean loss) from its n inputs x [n, I].
 */
export const tractGradient = (x: Tensor2D, gradient: Tensor2D, lambda: number): Tensor2D => {
  const [n, inputs] = x.shape;
  const second = x.matMul<Tensor2D>(x, true).div<Tensor2D>(n);
  return tf.matMul(newtonInverse(second.add(tf.eye(inputs).mul(lambda))), gradient);
};

/**
 * Windows [n, height x width x C] of images [N, H, W, C], without padding: every position for windows of up to 3 pixels, else
 * windows side by side. A Vision Transformer's patches are these exactly; of a strided or padded convolution's windows these
 * are nearly a sample.
 */
export const windows = (images: Tensor4D, height: number, width: number): Tensor2D => {
  const [count, rows, columns, channels] = images.shape;
  const [down, across] = [height > 3 ? height : 1, width > 3 ? width : 1];
  const places = (size: number, window: number, stride: number) =>
    Math.floor((size - window) / stride) + 1;
  const [tall, wide] = [places(rows, height, down), places(columns, width, across)];
  const shifted: Tensor[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      shifted.push(
        tf.stridedSlice(
          images,
          [0, y, x, 0],
          [count, y + (tall - 1) * down + 1, x + (wide - 1) * across + 1, channels],
          [1, down, across, 1],
        ),
      );
  return tf.concat(shifted, 3).reshape<Tensor2D>([count * tall * wide, height * width * channels]);
};

/** The batch's only float tensor of rank 4 with rows and columns; undefined where there is none or more than one. */
export const imagesOf = ({ tensors }: Batch): Tensor4D | undefined => {
  const found = Object.values(tensors).filter(
    (x): x is Tensor4D =>
      x.rank === 4 && x.dtype === 'float32' && x.shape[1]! > 1 && x.shape[2]! > 1,
  );
  return found.length === 1 ? found[0] : undefined;
};

/**
 * `inner` with `tractGradient` for the filter that meets the images: the first parameter in role `convWeight` [h, w, C, O] whose C is
 * the images' number of channels. Nothing is changed where a batch has no single tensor of images. A submission is not told
 * which layer is first nor its stride, so this is a guess, ours, and near the paper's rule.
 */
export const tract = <S extends State>(
  inner: Algorithm<S>,
  { parameters }: Pick<Task, 'parameters'>,
  lambda: number,
): Algorithm<S> => {
  const firstFilter = (channels: number): string | undefined =>
    Object.keys(parameters).find((path) => {
      const { role, shape } = parameters[path]!;
      return role === 'convWeight' && shape.length === 4 && shape[2] === channels;
    });
  const changed = (grads: Params, batch: Batch): Params => {
    const images = imagesOf(batch);
    const path = images && firstFilter(images.shape[3]);
    if (images === undefined || path === undefined) return grads;
    const gradient: Tensor = grads[path]!;
    const [height, width] = gradient.shape as [number, number];
    const rows = gradient.reshape<Tensor2D>([-1, gradient.shape[3]!]);
    const turned = tractGradient(windows(images, height, width), rows, lambda);
    return { ...grads, [path]: turned.reshape(gradient.shape) };
  };
  return {
    ...inner,
    step(here, state) {
      const grad = (params: Params, batch: Batch = here.batch) => {
        const { loss, grads } = here.grad(params, batch);
        return { loss, grads: changed(grads, batch) };
      };
      return inner.step({ ...here, grad }, state);
    },
  };
};
