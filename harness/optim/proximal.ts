/** Sharpness-aware rounds with a proximal pull. FedSpeed, Sun et al. 2023, https://arxiv.org/abs/2302.10429, for one client */
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Batch, Params, State } from '#spec';
import { add, combine, globalNorm, lerp, scale, sub } from './params.ts';

export interface ProximalOptions {
  /** Steps of a round. */
  readonly roundSteps: number;
  /** Distance of the second gradient's point, along the first. */
  readonly rho: number;
  /** Weight of the second gradient in [0, 1]; 1 in the authors' code. */
  readonly alpha: number;
  /** The pull towards the last round's result is the distance over lambda. */
  readonly lambda: number;
  /** Share of the last round's displacement by which the next one jumps ahead; 1 in the paper. */
  readonly extrapolate: number;
}

/**
 * Rounds of `inner` on the gradient (1 - alpha) g1 + alpha g2 + (w - anchor) / lambda, with g1 at w, g2 at
 * w + rho g1 / ||g1||, and the anchor the parameters at the end of the last round. A round starts at
 * anchor + extrapolate (anchor - the anchor before). With one client and extrapolate = 1, FedSpeed's correction term is
 * that displacement, so this is its Algorithm 1. Two gradients a step, on the same batch. Judged are rounds' results.
 */
export const proximal = <S extends State>(
  inner: Algorithm<S>,
  { roundSteps, rho, alpha, lambda, extrapolate }: ProximalOptions,
): Algorithm<{ inner: S; anchor: Params }> => {
  const ends = (step: number): boolean => step % roundSteps === 0;
  return {
    ...inner,
    init: (params) => ({ inner: inner.init(params), anchor: params }),
    step(here, state) {
      const starts = ends(here.step);
      const anchor = starts ? here.params : state.anchor;
      const params = starts
        ? combine(anchor, 1 + extrapolate, state.anchor, -extrapolate)
        : here.params;
      const grad = (at: Params, batch: Batch = here.batch): { loss: Scalar; grads: Params } => {
        const { loss, grads: g1 } = here.grad(at, batch);
        const distance = globalNorm(g1).maximum(1e-12).pow<Scalar>(-1).mul<Scalar>(rho);
        const { grads: g2 } = here.grad(add(at, scale(g1, distance)), batch);
        const pull = sub(at, anchor);
        return { loss, grads: combine(lerp(g1, g2, alpha), 1, pull, 1 / lambda) };
      };
      const [next, state1] = inner.step({ ...here, params, grad }, state.inner);
      return [next, { inner: state1, anchor }];
    },
    prepareForEval(here, state) {
      const params = ends(here.step) ? here.params : state.anchor;
      return inner.prepareForEval?.({ ...here, params }, state.inner) ?? params;
    },
    selectData: (here, state) => inner.selectData?.(here, state.inner) ?? here.data.next(),
  };
};
