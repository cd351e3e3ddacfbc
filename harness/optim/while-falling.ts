/** A rule for the gradient that is given up for good when the loss no longer falls fast enough. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, State } from '#spec';
import { map } from './params.ts';
import type { Transform } from './transform.ts';

export interface WhileFallingOptions {
  /** Steps over which losses are averaged. */
  readonly window: number;
  /** A window whose drop is below this share of the largest so far misses; two misses running end the rule. */
  readonly share?: number;
}

/** Sum of this window's losses, mean of the last, largest drop, misses running, and 1 while the rule holds, then 0. */
type Watch = { sum: Scalar; before: Scalar; best: Scalar; misses: Scalar; on: Scalar };

/** The watch at the end of window `count` (from 1), all on tensors. */
const closeWindow = (watch: Watch, window: number, share: number, count: number): Watch => {
  const mean = watch.sum.div<Scalar>(window);
  const next = { ...watch, sum: tf.scalar(0), before: mean };
  if (count === 1) return next;
  const drop = watch.before.sub<Scalar>(mean);
  const best = watch.best.maximum<Scalar>(drop);
  const missed = drop.less(best.mul(share)).toFloat();
  const misses = watch.misses.add(1).mul<Scalar>(missed);
  return { ...next, best, misses, on: watch.on.mul<Scalar>(misses.less(2).toFloat()) };
};

/**
 * Hands `inner` gradients as `rule` makes them, and plain ones after the rule has ended. The rule's work goes on, for whether it
 * has ended is not read from the device. A reconstruction of MKOR-H (Mozaffari et al. 2023, https://arxiv.org/abs/2306.01685),
 * whose paper says that it falls back to first order as the loss stops falling, and not how it tells.
 */
export const whileFalling = <S extends State>(
  rule: Transform,
  inner: Algorithm<S>,
  { window, share = 0.1 }: WhileFallingOptions,
): Algorithm<{ inner: S; rule: State; watch: Watch }> => ({
  ...inner,
  init: (params) => ({
    inner: inner.init(params),
    rule: rule.init(params),
    watch: {
      sum: tf.scalar(0),
      before: tf.scalar(0),
      best: tf.scalar(0),
      misses: tf.scalar(0),
      on: tf.scalar(1),
    },
  }),
  step(here, state) {
    const { loss, grads } = here.grad(here.params);
    const [changed, nextRule] = rule.update(grads, state.rule, here);
    const on = state.watch.on.greater(0);
    const chosen = map((x, plain) => tf.where(on, x, plain), changed, grads);
    const grad = () => ({ loss, grads: chosen });
    const [params, nextInner] = inner.step({ ...here, grad }, state.inner);
    const watch = { ...state.watch, sum: state.watch.sum.add<Scalar>(loss) };
    const done = here.step + 1;
    const closed = done % window === 0 ? closeWindow(watch, window, share, done / window) : watch;
    return [params, { inner: nextInner, rule: nextRule, watch: closed }];
  },
  prepareForEval: (here, { inner: own }) => inner.prepareForEval?.(here, own) ?? here.params,
  selectData: (here, { inner: own }) => inner.selectData?.(here, own) ?? here.data.next(),
});
