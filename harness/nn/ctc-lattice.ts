import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import type { CtcInput } from './ctc-input.ts';
import { customGradient } from './custom-gradient.ts';

/** Stands for the logarithm of 0; finite, so that 0 times it stays 0. */
const never = -1e30;

/** The loss of `ctcLoss` in plain operations, all examples at once. */
export function latticeLoss(input: CtcInput): Tensor1D {
  return customGradient<Tensor1D>({
    inputs: [input.logits],
    forward: () => {
      const lattice = makeLattice(input);
      const logProbabilities = tf.logSoftmax(input.logits as Tensor3D);
      const alphas = forwardPass(emissions(logProbabilities, lattice), lattice);
      const total = logSumExp(tf.add(alphas[alphas.length - 1]!, lattice.ends));
      const value = tf.mul<Tensor1D>(tf.neg(total), feasible(total));
      const { logitLengths, labels, labelLengths } = input;
      const alpha = tf.stack(alphas, 1);
      return {
        value,
        saved: [logProbabilities, alpha, total, logitLengths, labels, labelLengths],
      };
    },
    backward: (dy, saved) => {
      const [logits, alpha, total, logitLengths, labels, labelLengths] = saved as Saved;
      const lattice = makeLattice({ ...input, logits, logitLengths, labels, labelLengths });
      const betas = backwardPass(emissions(logits, lattice), lattice);
      const logPosterior = tf.sub(tf.add(alpha, betas), tf.reshape(total, [-1, 1, 1]));
      const posterior = tf.matMul(tf.exp(tf.minimum(logPosterior, 0)), lattice.states);
      const weight = tf.mul(dy, feasible(total));
      const frames = tf.mul(lattice.alive, tf.reshape(weight, [-1, 1, 1]));
      return [tf.mul(tf.sub(tf.exp(logits), posterior), frames)];
    },
  });
}

type Saved = [Tensor3D, Tensor3D, Tensor1D, Tensor, Tensor, Tensor];

/** What the recursion walks on: blank, label, blank, ..., blank; S = 2 U + 1 states. */
interface Lattice {
  /** Each state's class, one-hot, [B, S, V]. */
  readonly states: Tensor3D;
  /** 0 where a state may be entered from two before it, else `never`, [B, S]. */
  readonly skips: Tensor2D;
  /** 0 for the states a path may start in or end in, else `never`, [1, S] and [B, S]. */
  readonly starts: Tensor2D;
  readonly ends: Tensor2D;
  /** 1 while the frame counts, else 0, [B, T, 1]; and the last frame that does. */
  readonly alive: Tensor3D;
  readonly last: Tensor3D;
}

function makeLattice({ logits, logitLengths, labels, labelLengths, blank }: CtcInput): Lattice {
  const [batch, time, classes] = logits.shape as [number, number, number];
  const states = 2 * labels.shape[1]! + 1;
  const between = tf.fill([batch, labels.shape[1]!], blank, 'int32');
  const pairs = tf.reshape(tf.stack([between, labels], 2), [batch, states - 1]);
  const path = tf.concat([pairs, tf.fill([batch, 1], blank, 'int32')], 1);
  const twoBefore = tf.slice(
    tf.concat([tf.fill([batch, 2], blank, 'int32'), path], 1),
    [0, 0],
    [batch, states],
  );
  const fresh = tf.logicalAnd(tf.notEqual(path, blank), tf.notEqual(path, twoBefore));
  const state = tf.range(0, states, 1, 'int32');
  const frame = tf.reshape(tf.range(0, time, 1, 'int32'), [1, time, 1]);
  const final = tf.expandDims(tf.mul(labelLengths, 2), 1);
  const closes = tf.logicalAnd(
    tf.lessEqual(state, final),
    tf.greaterEqual(state, tf.sub(final, 1)),
  );
  const frames = tf.reshape(logitLengths, [batch, 1, 1]);
  return {
    states: tf.cast(tf.oneHot(path, classes), 'float32') as Tensor3D,
    skips: open(fresh) as Tensor2D,
    starts: open(tf.expandDims(tf.less(state, 2), 0)) as Tensor2D,
    ends: open(closes) as Tensor2D,
    alive: tf.cast<Tensor3D>(tf.less(frame, frames), 'float32'),
    last: tf.cast<Tensor3D>(tf.equal(frame, tf.sub(frames, 1)), 'float32'),
  };
}

/** 0 where true, `never` where false. */
const open = (allowed: Tensor): Tensor => tf.mul(tf.sub(1, tf.cast(allowed, 'float32')), never);

/** 1 where some alignment exists, else 0. */
const feasible = (total: Tensor): Tensor => tf.cast(tf.greater(total, never / 2), 'float32');

/** Log probability of each state's class at each frame, T tensors [B, S]. */
const emissions = (logProbabilities: Tensor3D, { states }: Lattice): Tensor2D[] =>
  tf.unstack(tf.matMul(logProbabilities, states, false, true), 1) as Tensor2D[];

/** alpha: log probability of all ways to be in a state after a frame. Frames that do not count change nothing. */
function forwardPass(emitted: readonly Tensor2D[], lattice: Lattice): Tensor2D[] {
  const alive = tf.unstack(lattice.alive, 1) as Tensor2D[];
  const alphas: Tensor2D[] = [];
  for (const [t, emission] of emitted.entries()) {
    const before = alphas[t - 1];
    if (!before) alphas.push(tf.maximum(tf.add(emission, lattice.starts), never));
    else {
      const reached = logAdd(before, shift(before, 1), tf.add(shift(before, 2), lattice.skips));
      alphas.push(blend(tf.add(reached, emission), before, alive[t]!));
    }
  }
  return alphas;
}

/** beta: log probability of all ways to finish from a state, its own frame not counted, [B, T, S]. */
function backwardPass(emitted: readonly Tensor2D[], lattice: Lattice): Tensor3D {
  const last = tf.unstack(lattice.last, 1) as Tensor2D[];
  const betas = new Array<Tensor2D>(emitted.length);
  for (let t = emitted.length - 1; t >= 0; t--) {
    const after = betas[t + 1];
    if (!after) betas[t] = lattice.ends;
    else {
      const entered = tf.add<Tensor2D>(after, emitted[t + 1]!);
      const skipped = shift(tf.add(entered, lattice.skips), -2);
      betas[t] = blend(lattice.ends, logAdd(entered, shift(entered, -1), skipped), last[t]!);
    }
  }
  return tf.stack(betas, 1) as Tensor3D;
}

/** Moves the states of x [B, S] up (or down) and fills with `never`. */
function shift(x: Tensor2D, by: number): Tensor2D {
  const size = x.shape[1];
  const kept = Math.max(0, size - Math.abs(by));
  const part = tf.slice(x, [0, by > 0 ? 0 : size - kept], [-1, kept]);
  const room = size - kept;
  return tf.pad(part, [[0, 0], by > 0 ? [room, 0] : [0, room]], never);
}

/** log(exp a + exp b + exp c), never below `never`. */
function logAdd(a: Tensor, b: Tensor, c: Tensor): Tensor2D {
  const top = tf.maximum(a, tf.maximum(b, c));
  const sum = tf.addN([a, b, c].map((x) => tf.exp(tf.sub(x, top))));
  return tf.maximum(tf.add(top, tf.log(sum)), never);
}

const logSumExp = (x: Tensor): Tensor1D => tf.logSumExp(x, 1);

const blend = (next: Tensor2D, old: Tensor2D, on: Tensor2D): Tensor2D =>
  tf.add(tf.mul(next, on), tf.mul(old, tf.sub(1, on)));
