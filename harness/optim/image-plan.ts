/** Training on images whose size changes along the way, where the model takes any size. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor4D } from '@tensorflow/tfjs';
import type { Algorithm, Batch, Here, State } from '#spec';
import { imagesOf } from './first-layer.ts';
import { lerp } from './params.ts';

/** What a step trains on. */
export interface ImageShape {
  /** Rows and columns over those of the data, in (0, 1]. */
  readonly share: number;
  /** Batches of the reference size that make the step's batch. */
  readonly batches: number;
  /** What the step's change of the parameters is multiplied with. */
  readonly rate: number;
}

export interface ImagePlan {
  at(step: number): ImageShape;
  /** Images [N, H, W, C] to [N, rows, columns, C]. */
  resize(images: Tensor4D, rows: number, columns: number): Tensor4D;
}

/** One batch of several. */
const joined = (batches: readonly Batch[]): Batch => {
  const [first] = batches;
  if (first === undefined || batches.length === 1) return first!;
  const names = Object.keys(first.tensors);
  return {
    size: batches.reduce((sum, { size }) => sum + size, 0),
    tensors: Object.fromEntries(
      names.map((name) => [
        name,
        tf.concat(
          batches.map(({ tensors }) => tensors[name]!),
          0,
        ),
      ]),
    ),
  };
};

/** The batch with its only images at this share of their size; undefined where another tensor may have rows and columns too. */
const reshaped = (batch: Batch, share: number, plan: ImagePlan): Batch | undefined => {
  const images = imagesOf(batch);
  const others = Object.values(batch.tensors).filter((tensor) => tensor !== images);
  if (images === undefined || others.some(({ rank }) => rank > 2)) return undefined;
  if (share === 1) return batch;
  const even = (size: number): number => 2 * Math.max(Math.round((share * size) / 2), 1);
  const resized = plan.resize(images, even(images.shape[1]), even(images.shape[2]));
  const tensors = Object.entries(batch.tensors).map(
    ([name, tensor]) => [name, tensor === images ? resized : tensor] as const,
  );
  return { size: batch.size, tensors: Object.fromEntries(tensors) };
};

/** Does the model take images of half their size? Tried once, in a forward pass: a model is told to nobody. */
const takesHalf = (here: Here & { readonly batch: Batch }, plan: ImagePlan): boolean => {
  try {
    const half = reshaped(here.batch, 0.5, plan);
    if (half === undefined) return false;
    here.loss(here.params, half);
    return true;
  } catch {
    return false;
  }
};

/**
 * `inner` on images in the shapes of a plan. Before the first step, one forward pass on smaller images tells whether the
 * model takes any size; where it does not, or where a batch has no single tensor of images, this is `inner` alone.
 * `flexible` in the state is 1 where it does.
 */
export const changingImages = <S extends State>(
  inner: Algorithm<S>,
  plan: ImagePlan,
): Algorithm<{ inner: S; flexible: number }> => ({
  ...inner,
  init: (params) => ({ inner: inner.init(params), flexible: 0 }),
  step(here, state) {
    const flexible = here.step === 0 ? Number(takesHalf(here, plan)) : state.flexible;
    const [params, next] = inner.step(here, state.inner);
    const { rate } = plan.at(here.step);
    const scaled = state.flexible === 0 || rate === 1 ? params : lerp(here.params, params, rate);
    return [scaled, { inner: next, flexible }];
  },
  prepareForEval: (here, state) => inner.prepareForEval?.(here, state.inner) ?? here.params,
  selectData(here, state) {
    if (state.flexible === 0) return inner.selectData?.(here, state.inner) ?? here.data.next();
    const { share, batches } = plan.at(here.step);
    const batch = joined(Array.from({ length: batches }, () => here.data.next()));
    return reshaped(batch, share, plan) ?? batch;
  },
});
