/** Updates only where they go down. */
import type { State } from '#spec';
import { map } from './params.ts';
import { transform, type Transform } from './transform.ts';

/** The share of a tensor that moves counts as no less than this, so that few numbers do not move without bound. */
const leastShare = 1e-3;

/**
 * What `inner` makes of the gradient, but 0 where its sign is not the gradient's; what is left of a tensor grows by the
 * number of its elements over the number left. Liang et al. 2024, Algorithm 2, https://arxiv.org/abs/2411.16085
 */
export const cautious = <S extends State>(inner: Transform<S>): Transform<S> =>
  transform<S>({
    init: (params) => inner.init(params),
    update(grads, state, here) {
      const [updates, next] = inner.update(grads, state, here);
      const masked = map(
        (u, g) => {
          const mask = u.mul(g).greater(0).toFloat();
          return u.mul(mask).div(mask.mean().maximum(leastShare));
        },
        updates,
        grads,
      );
      return [masked, next];
    },
  });
