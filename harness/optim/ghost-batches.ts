/** Large batches whose statistics are those of small ones. Hoffer et al. 2017, https://arxiv.org/abs/1705.08741 */
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Batch, Params, State } from '#spec';
import { add, scale } from './params.ts';

/**
 * `inner` on the mean gradient of `count` batches, each through the model by itself. Where a model normalizes by its
 * batch's statistics, that is ghost batch normalization exactly, as in the authors' code. The first is the step's batch,
 * the others are the next ones of the default order. Gradients at a batch that `inner` names are left as they are.
 */
export const ghostBatches = <S extends State>(
  inner: Algorithm<S>,
  count: number,
): Algorithm<S> => ({
  ...inner,
  step(here, state) {
    const others = Array.from({ length: count - 1 }, () => here.data.next());
    const batches: readonly Batch[] = [here.batch, ...others];
    const grad = (params: Params, batch?: Batch): { loss: Scalar; grads: Params } => {
      if (batch !== undefined) return here.grad(params, batch);
      const found = batches.map((each) => here.grad(params, each));
      const total = found.reduce((sum, each) => ({
        loss: sum.loss.add<Scalar>(each.loss),
        grads: add(sum.grads, each.grads),
      }));
      return { loss: total.loss.div<Scalar>(count), grads: scale(total.grads, 1 / count) };
    };
    return inner.step({ ...here, grad }, state);
  },
});
