/** A model at fixed parameters and a fixed batch: what the PyTorch peers and their frozen answers are about. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Batch, Model, Params } from '#spec';
import { randomFrom } from '../../../harness/plan/random.ts';
import { differentiate } from '../../../harness/run/trainer/differentiate.ts';
import { initialParams } from '../../../harness/run/trainer/initialize.ts';

export interface GradientCase {
  /** Workload with its variant; `base` is the workload itself. */
  readonly workload: string;
  readonly variant: string;
  readonly options: object;
  readonly model: Model;
  readonly labelSmoothing: number;
  /** False where the model has no dropout. */
  readonly dropout?: boolean;
  /** Makes the batch; the caller owns its tensors. */
  readonly batch: () => Batch;
}

/** First parameters moved a little, so that no bias is 0 and no scale is 1. */
export function caseParams(model: Model): Params {
  const random = randomFrom('gradient case');
  const noise = Object.fromEntries(
    Object.entries(model.parameters).map(([path, { shape, role }]) => [
      path,
      { shape, role, init: { kind: 'normal', std: 0.1 } as const },
    ]),
  );
  const params = initialParams(model.parameters, random.fork('start'));
  const moves = initialParams(noise, random.fork('move'));
  const moved = Object.keys(params).map((path) => [path, tf.add(params[path]!, moves[path]!)]);
  tf.dispose([params, moves]);
  return Object.fromEntries(moved) as Params;
}

export interface Gradients {
  readonly loss: number;
  /** Row by row, by path. */
  readonly grads: Readonly<Record<string, ArrayLike<number>>>;
}

/** Loss and gradients of a case on the engine that is open. Leaves no tensor behind. */
export function ourGradients({ model, labelSmoothing, batch }: GradientCase): Gradients {
  return tf.tidy(() => {
    const params = caseParams(model);
    const input = { params, batch: batch(), dropout: 0, labelSmoothing, seed: 0 };
    const { loss, grads } = differentiate(model, input);
    const values = Object.entries(grads).map(([path, grad]) => [path, grad.dataSync()] as const);
    return { loss: loss.dataSync()[0]!, grads: Object.fromEntries(values) };
  });
}

/** A loss, and for each parameter the gradient's norm and its products with vectors of random signs. */
export interface Digest {
  readonly loss: number;
  readonly grads: Readonly<Record<string, readonly number[]>>;
}

const signVectors = 3;

/** A few numbers that pin down gradients too long to store. */
export function digest({ loss, grads }: Gradients): Digest {
  const digests = Object.entries(grads).map(([path, grad]) => {
    const random = randomFrom('gradient digest').fork(path);
    const numbers = [Math.sqrt(sum(grad, (x) => x * x))];
    for (let i = 0; i < signVectors; i++) {
      numbers.push(sum(grad, (x) => (random.uniform() < 0.5 ? -x : x)));
    }
    return [path, numbers.map((x) => Number(x.toPrecision(8)))] as const;
  });
  return { loss: Number(loss.toPrecision(8)), grads: Object.fromEntries(digests) };
}

/** Throws unless each number is as stored, within `tolerance` of the gradient's norm (of the loss, for the loss). */
export function assertClose(got: Digest, stored: Digest, tolerance: number): void {
  assert.ok(
    Math.abs(got.loss / stored.loss - 1) <= tolerance,
    `loss ${got.loss}, not ${stored.loss}`,
  );
  assert.deepEqual(Object.keys(got.grads).sort(), Object.keys(stored.grads).sort());
  for (const [path, numbers] of Object.entries(stored.grads)) {
    const norm = numbers[0]!;
    numbers.forEach((number, i) => {
      const error = Math.abs(got.grads[path]![i]! - number) / norm;
      assert.ok(
        error <= tolerance,
        `${path}: number ${i} is off by ${error} of the gradient's norm`,
      );
    });
  }
}

const sum = (values: ArrayLike<number>, term: (x: number) => number): number =>
  Array.from(values, term).reduce((total, x) => total + x, 0);
