/** Gradient transformations after optax (https://github.com/google-deepmind/optax), and how they make an algorithm. */
import type { Algorithm, Here, Params, State } from '#spec';
import { applied, canDescend, descend, type Linear } from './descend.ts';
import { add } from './params.ts';

/**
 * A pair of pure functions that turns gradients into updates. `here.params` are the parameters the gradients were
 * taken at, `here.step` the steps finished before this one; so no transform counts for itself.
 *
 * `init` and `update` are declared as methods, so that transforms with different states fit in one list.
 */
export interface Transform<S extends State = State> {
  init(params: Params): S;
  update(updates: Params, state: S, here: Here): [Params, S];
  /** What `update` does, in numbers, where that is all it does. */
  linear?(here: Here): Linear;
}

/** Types a transform by what its `init` returns. */
export const transform = <S extends State>(parts: Transform<S>): Transform<S> => parts;

/** A transform that remembers nothing. */
export const stateless = (update: (updates: Params, here: Here) => Params): Transform<never[]> => ({
  init: () => [],
  update: (updates, state, here) => [update(updates, here), state],
});

/** A transform that remembers nothing and is arithmetic with numbers, from which its `update` follows. */
export const linear = (of: (here: Here) => Linear): Transform<never[]> => ({
  ...stateless((updates, here) => applied(of(here), updates, here)),
  linear: of,
});

/** Applies transforms from left to right. */
export const chain = (...parts: readonly Transform[]): Transform<State[]> => ({
  init: (params) => parts.map((part) => part.init(params)),
  update(updates, states, here) {
    let out = updates;
    const next = parts.map((part, i) => {
      const [changed, state] = part.update(out, states[i]!, here);
      out = changed;
      return state;
    });
    return [out, next];
  },
});

/** How many of the last transforms are linear. */
const linearTail = (parts: readonly Transform[]): number =>
  parts.length - 1 - parts.findLastIndex((part) => part.linear === undefined);

/** The algorithm that adds the transformed gradient to the parameters. */
export const optimizer = (...parts: readonly Transform[]): Algorithm<State[]> => {
  const rule = chain(...parts);
  const count = parts.length - linearTail(parts);
  const [head, tail] = [chain(...parts.slice(0, count)), parts.slice(count)];
  return {
    init: (params) => rule.init(params),
    step(here, state) {
      const { grads } = here.grad(here.params);
      if (tail.length === 0 || !canDescend()) {
        const [updates, next] = rule.update(grads, state, here);
        return [add(here.params, updates), next];
      }
      const [updates, next] = head.update(grads, state, here);
      const linears = tail.map((part) => part.linear!(here));
      return [descend(updates, linears, here), [...next, ...state.slice(count)]];
    },
  };
};
