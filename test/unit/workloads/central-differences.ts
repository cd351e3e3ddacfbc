/** Gradients against central differences of the loss: what holds a workload that no peer in another framework has. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { randomFrom } from '../../../harness/plan/random.ts';
import { differentiate, meanLoss } from '../../../harness/run/trainer/differentiate.ts';
import { caseParams, type GradientCase } from './gradient-case.ts';

/** Length of a step to either side: rounding of float32 losses and curvature then err alike, by about 1e-5. */
const reach = 1e-2;

/** Of a parameter's gradient, and of the whole gradient. */
const tolerance = { own: 1e-2, whole: 1e-4 };

/**
 * Throws unless, for each parameter p, (L(p + h u) - L(p - h u)) / 2h is the gradient's product with u; u, of length 1, is the
 * gradient's own direction once and random signs once. The loss must be smooth there: no kink within h.
 */
export function assertCentralDifferences(example: GradientCase): void {
  tf.tidy(() => {
    const params = caseParams(example.model);
    const input = { batch: example.batch(), dropout: 0, labelSmoothing: example.labelSmoothing };
    const lossAt = (params: Params): number =>
      meanLoss(example.model.losses({ ...input, params, seed: 0 })).dataSync()[0]!;
    const { grads } = differentiate(example.model, { ...input, params, seed: 0 });
    const whole = Math.hypot(...Object.values(grads).map(norm));
    for (const [path, grad] of Object.entries(grads)) {
      for (const direction of [grad, randomSigns(path, grad.shape)]) {
        const u = tf.div(direction, norm(direction));
        const moved = (h: number): Params => ({
          ...params,
          [path]: tf.add(params[path]!, tf.mul(u, h)),
        });
        const slope = (lossAt(moved(reach)) - lossAt(moved(-reach))) / (2 * reach);
        const product = tf.sum(tf.mul(grad, u)).dataSync()[0]!;
        const error = Math.abs(slope - product);
        assert.ok(
          error <= tolerance.own * norm(grad) + tolerance.whole * whole,
          `${path}: the gradient says ${product}, differences of the loss say ${slope}`,
        );
      }
    }
  });
}

/** Euclidean. */
const norm = (x: tf.Tensor): number => Math.sqrt(tf.sum(tf.square(x)).dataSync()[0]!);

function randomSigns(path: string, shape: number[]): tf.Tensor {
  const random = randomFrom('central differences').fork(path);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => (random.uniform() < 0.5 ? -1 : 1)),
    shape,
  );
}
