/** Judge an average of the parameters instead of the last ones. */
import type { Algorithm, Params, State } from '#spec';
import { ema, scale, zerosLike } from './params.ts';
import { settingsOf } from './wrapped.ts';

/**
 * `inner` with an exponential moving average of its parameters: a_t = decay a_(t-1) + (1 - decay) w_t from a_0 = 0,
 * judged as a_t / (1 - decay^t). So the average is over the iterates alone, and early ones are not drawn to the start.
 * Polyak & Juditsky 1992, https://doi.org/10.1137/0330046, with the weights of optax's `ema`.
 */
export const averaged = <S extends State>(
  inner: Algorithm<S>,
  decay: number,
): Algorithm<{ inner: S; average: Params }> => ({
  ...settingsOf(inner, (state: { inner: S; average: Params }) => state.inner),
  init: (params) => ({ inner: inner.init(params), average: zerosLike(params) }),
  step(here, state) {
    const [params, next] = inner.step(here, state.inner);
    return [params, { inner: next, average: ema(state.average, params, decay) }];
  },
  prepareForEval: ({ params, step }, { average }) =>
    step === 0 ? params : scale(average, 1 / (1 - decay ** step)),
});
