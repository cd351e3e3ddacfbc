/** Amos: Adam whose decay towards the size expected of each tensor sets its learning rate's decay too. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params, Task } from '#spec';
import { expectedSize, reducedShape, sharedRoot, timeConstant } from './amos-scales.ts';
import { asSchedule } from './learning-rate.ts';
import { map, zerosLike } from './params.ts';
import type { Schedule } from './schedules.ts';
import { transform, type Transform } from './transform.ts';

export interface AmosOptions {
  /** Whether momentum and second moments are Adam's, or the momentum is of updates and the second moments are shared. */
  readonly style: 'adam' | 'reduced';
  /** xi, the step size relative to a tensor's expected size: a constant, with warmup or without. */
  readonly learningRate: number | Schedule;
  readonly b1?: number;
  readonly b2?: number;
  /** l2, the strength of the decay besides Amos's own. */
  readonly extraDecay?: number;
  /** In place of the expected size of weights, biases and embeddings. */
  readonly size?: number;
}

/** Smallest normal float32, below which nothing divides. */
const tiny = 1.1754944e-38;

/** Sum of b2^i g^2 over past gradients, momentum, and b, by which steps have shrunk. */
type AmosState = { n: Params; m: Params; b: Params };

/** The numbers that hold for one tensor. */
interface Constants {
  readonly axes: number[];
  readonly s: number;
  readonly tau: number;
  readonly size: number;
}

const constantsOf = (parameter: Task['parameters'][string], size?: number): Constants => {
  const reduced = reducedShape(parameter);
  const s = sharedRoot(parameter);
  return {
    axes: reduced.flatMap((length, axis) => (length === 1 ? [axis] : [])),
    s,
    tau: timeConstant(s),
    size: expectedSize(parameter, size),
  };
};

/** What stands still while a tensor takes its step: moments and step size. */
interface Ratios {
  /** Direction of ascent of about one in size. */
  readonly u: Tensor;
  /** Share of the step that is signal, in the reduced shape. */
  readonly h: Tensor;
  /** xi^2 over what the shrinkage and the noise make of it. */
  readonly x: Tensor;
}

/** The step and the next b: weight decay W and learning rate decay from the same b, which grows with every step. */
const descend = (
  { u, h, x }: Ratios,
  { s, tau, size }: Constants,
  { xi, l2, style }: { xi: number; l2: number; style: AmosOptions['style'] },
  p: Tensor,
  b: Tensor,
): [Tensor, Tensor] => {
  const a = b.add(1).sqrt();
  const limit = 1 + l2 * ((1 + tau / 2) ** 2 - 1) ** 2;
  const spread = b.square().mul(l2).add(1);
  const decay = h.mul(limit).div(spread).add(l2).mul(x).div(-2);
  const root = a
    .mul(2 / (2 + tau))
    .add(1)
    .sqrt()
    .add(1);
  const e = a.mul(2).div(root).square().sub(1);
  const f = b
    .mul(e)
    .mul(l2)
    .add(1)
    .div(spread.mul(l2 / limit).add(1));
  const shrink = a.mul(f).mul(e).mul(size).add(1);
  const step = p
    .mul(decay)
    .sub(u.mul(size * xi))
    .div(shrink);
  const growth = (style === 'adam' ? h : tf.onesLike(b)).div(s).add(b).mul(x);
  return [step, b.add(growth)];
};

/** g with g^2 held to the second moment before it over 1 - b2. */
const capped = (g: Tensor, oldN: Tensor, b2: number, t: number): Tensor => {
  if (t === 1) return g;
  const bound = oldN.div(1 - b2 ** (t - 1)).maximum(tiny);
  const over = tf.where(oldN.greater(0), g.square().div(bound).maximum(1), tf.onesLike(g));
  return g.div(over.sqrt());
};

/**
 * The rule of the AlgoPerf entry `amos` (Tian), whose decay factors follow from a time constant tau where the paper, Tian & Parikh
 * 2022, https://arxiv.org/abs/2210.11693, has coefficients c and d. The updates are steps of descent: no learning rate follows.
 */
export const amos = (
  task: Pick<Task, 'parameters'>,
  { style, learningRate, b1 = 0.9, b2 = 0.999, extraDecay = 0, size }: AmosOptions,
): Transform => {
  const schedule = asSchedule(learningRate);
  const mean = (x: Tensor, { axes }: Constants) => (axes.length === 0 ? x : x.mean(axes, true));
  const zeros = (params: Params, path: string) =>
    tf.zeros(reducedShape({ ...task.parameters[path]!, shape: params[path]!.shape }));

  /** Update, n, m and b of the tensor at `path` at step t. */
  const one = (path: string, grad: Tensor, p: Tensor, { n, m, b }: AmosState, t: number) => {
    const constants = constantsOf(task.parameters[path]!, size);
    const xi = schedule(t - 1);
    const a = b[path]!.add(1).sqrt();
    const g = capped(grad, n[path]!, b2, t);
    const full = style === 'adam';
    const newN = n[path]!.mul(b2).add(full ? g.square() : mean(g.square(), constants));
    const v = newN.mul((1 - b2) / (1 - b2 ** t)).maximum(tiny);
    const signal = full ? m[path]!.mul(b1).add(g.mul(1 - b1)) : g;
    const u = signal.div(v.sqrt());
    const h = full
      ? mean(signal.square(), constants)
          .div(mean(v, constants))
          .mul((1 + b1) / (1 - b1))
      : mean(g.square(), constants).div(v);
    const x = (full ? h.maximum(a) : a).reciprocal().mul(xi ** 2);
    const [step, newB] = descend(
      { u, h, x },
      constants,
      { xi, l2: extraDecay, style },
      p,
      b[path]!,
    );
    const newM = full ? signal : m[path]!.mul(b1).add(step.mul(1 - b1));
    return [full ? step : newM, newN, newM, newB] as const;
  };

  return transform<AmosState>({
    init: (params) => {
      const reduced = Object.fromEntries(
        Object.keys(params).map((path) => [path, zeros(params, path)]),
      );
      return {
        n: style === 'adam' ? zerosLike(params) : reduced,
        m: zerosLike(params),
        b: map((x) => x.clone(), reduced),
      };
    },
    update(grads, state, { params, step }) {
      const [updates, n, m, b]: [Params, Params, Params, Params] = [{}, {}, {}, {}];
      for (const [path, g] of Object.entries(grads))
        [updates[path], n[path], m[path], b[path]] = [
          ...one(path, g, params[path]!, state, step + 1),
        ];
      return [updates, { n, m, b }];
    },
  });
};
