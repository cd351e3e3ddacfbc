/** Two loops: an optimizer takes some steps, and a second one moves slow parameters by what they came to. */
import type { Algorithm, Params, State } from '#spec';
import { clone, combine, sub, zerosLike } from './params.ts';
import { settingsOf } from './wrapped.ts';

export interface DilocoOptions {
  /** Steps of the inner loop, H. */
  readonly every: number;
  /** Of the outer loop. */
  readonly learningRate: number;
  readonly momentum: number;
}

type DilocoState<S> = { inner: S; slow: Params; velocity: Params };

/**
 * After every H steps of `inner`: Delta = slow - fast, B = momentum B + Delta, slow = slow - rate (Delta + momentum B), and
 * the next steps start from slow, which is what is judged. The state of `inner` goes on. Douillard et al. 2023, Algorithm
 * 1, https://arxiv.org/abs/2311.08105, with Nesterov momentum outside and one worker, as in AlgoPerf's entry.
 */
export const diloco = <S extends State>(
  inner: Algorithm<S>,
  { every, learningRate, momentum }: DilocoOptions,
): Algorithm<DilocoState<S>> => ({
  ...settingsOf(inner, (state: DilocoState<S>) => state.inner),
  init: (params) => ({
    inner: inner.init(params),
    slow: clone(params),
    velocity: zerosLike(params),
  }),
  step(here, { inner: state, slow, velocity }) {
    const [fast, next] = inner.step(here, state);
    if ((here.step + 1) % every !== 0) return [fast, { inner: next, slow, velocity }];
    const delta = sub(slow, fast);
    const b = combine(velocity, momentum, delta, 1);
    const moved = combine(slow, 1, combine(delta, 1, b, momentum), -learningRate);
    return [clone(moved), { inner: next, slow: moved, velocity: b }];
  },
  prepareForEval: (_, { slow }) => slow,
});
