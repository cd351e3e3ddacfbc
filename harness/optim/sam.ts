/** Sharpness-aware minimization. Foret et al. 2020, https://arxiv.org/abs/2010.01412 */
import type { Algorithm, Params, State } from '#spec';
import { add, globalNorm, scale } from './params.ts';

/**
 * Gives `inner` the gradient at the worst point nearby, w + rho g / ||g|| (Algorithm 1, eq. 2 with p = 2), in place of
 * the gradient g at w. Two gradients a step, on the same batch. A gradient of zero moves nothing.
 */
export const sam = <S extends State>(inner: Algorithm<S>, rho: number): Algorithm<S> => ({
  ...inner,
  step(here, state) {
    const worst = (params: Params): Params => {
      const { grads } = here.grad(params, here.batch);
      return add(
        params,
        scale(grads, globalNorm(grads).maximum(1e-12).pow(-1).mul(rho).asScalar()),
      );
    };
    return inner.step(
      { ...here, grad: (params, batch) => here.grad(worst(params), batch ?? here.batch) },
      state,
    );
  },
});
