import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs';

/** A sequence for a recurrent layer, G gates of H units each. */
export interface RecurrentInput {
  /** [B, T, I]. */
  readonly x: Tensor;
  /** Input to gates, [I, G H]. */
  readonly kernel: Tensor;
  /** Hidden state to gates, [H, G H]. */
  readonly recurrent: Tensor;
  /** [G H]. */
  readonly bias: Tensor;
  /** Steps that count in each sequence, int32 [B]; later ones give zeros and leave the state alone. All when left out. */
  readonly lengths?: Tensor;
  /** From the last step that counts to the first. */
  readonly reverse?: boolean;
}

/** One step: gates' input [B, G H] and old state -> new state; `state[0]` is the output, [B, H]. */
export type Cell = (z: Tensor2D, state: readonly Tensor2D[]) => readonly Tensor2D[];

/** Runs a cell over time from a state of zeros and stacks its outputs, [B, T, H]. */
export function unroll(input: RecurrentInput, cell: Cell, stateSize: number): Tensor3D {
  const { x, kernel, recurrent, bias, lengths, reverse = false } = input;
  const [batch, time, inputs] = x.shape as [number, number, number];
  const units = recurrent.shape[0];
  const projected = tf.add(tf.matMul(tf.reshape(x, [-1, inputs]), kernel), bias);
  const steps = tf.unstack(tf.reshape(projected, [batch, time, -1]), 1) as Tensor2D[];
  const alive = lengths && aliveSteps(lengths, time);
  const outputs = new Array<Tensor2D>(time);
  let state: readonly Tensor2D[] = Array.from({ length: stateSize }, () =>
    tf.zeros([batch, units]),
  );
  for (let i = 0; i < time; i++) {
    const t = reverse ? time - 1 - i : i;
    const next = cell(steps[t]!, state);
    const on = alive?.[t];
    state = on ? next.map((s, k) => blend(s, state[k]!, on)) : next;
    outputs[t] = on ? tf.mul(state[0]!, on) : state[0]!;
  }
  return tf.stack(outputs, 1) as Tensor3D;
}

/** For each step 1 where the sequence still runs, else 0: T tensors [B, 1]. */
function aliveSteps(lengths: Tensor, time: number): Tensor2D[] {
  const before = tf.less(tf.range(0, time, 1, 'int32'), tf.expandDims(lengths, 1));
  return tf.split<Tensor2D>(tf.cast(before, 'float32'), time, 1);
}

const blend = (next: Tensor2D, old: Tensor2D, on: Tensor2D): Tensor2D =>
  tf.add(tf.mul(next, on), tf.mul(old, tf.sub(1, on)));
