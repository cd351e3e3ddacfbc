/** A stepper on a small network with dropout, whose data are made here: twenty numbers and what to say of them. */
import * as tf from '@tensorflow/tfjs';
import { dense, dropout, zeros } from '#nn';
import type { Algorithm, Dataset, Losses, LossInput, Model, Params } from '#spec';
import { randomFrom, type Stream } from '../../../harness/plan/random.ts';
import { lossesPerExample } from '../../../harness/run/trainer/examples.ts';
import { initialParams } from '../../../harness/run/trainer/initialize.ts';
import { Stepper } from '../../../harness/run/trainer/stepper.ts';

const width = 8;
const normal = { kind: 'normal', std: 0.5 } as const;

/** Squared errors of a network of one hidden layer, x [N, 2] -> [N], dropout on the hidden layer. */
function losses({ params, batch, dropout: rate, seed }: LossInput): Losses {
  const { x, y } = batch.tensors;
  const hidden = tf.relu(dense(x!, params['z/kernel']!, params['z/bias']));
  const out = dense(dropout(hidden, rate, seed), params['a/kernel']!);
  return { values: tf.square(out.flatten().sub(y!)) };
}

export const smallModel: Model = {
  parameters: {
    'z/kernel': { shape: [2, width], role: 'weight', init: normal },
    'z/bias': { shape: [width], role: 'bias', init: zeros },
    'a/kernel': { shape: [width, 1], role: 'weight', init: normal },
  },
  losses,
  evaluate: () => ({ loss: 0 }),
};

/** y = sin(i) at x = (i / 10, cos(i)), i = 0 ... size - 1. */
export const smallData = (size = 20): Dataset => ({
  size,
  batch(indices) {
    const all = Array.from(indices);
    return {
      size: all.length,
      tensors: tf.tidy(() => ({
        x: tf.tensor2d(
          all.map((i) => [i / 10, Math.cos(i)]),
          [all.length, 2],
        ),
        y: tf.tensor1d(all.map((i) => Math.sin(i))),
      })),
    };
  },
});

export const smallWorkload = {
  batchSize: 8,
  regularization: { dropout: 0.25 },
  evaluation: { every: 5, batchSize: 8 },
} as const;

/** A new stepper with its first parameters; everything follows from the seed. */
export function smallStepper(
  algorithm: Algorithm,
  streams: Readonly<Record<string, Stream>> = {},
): { readonly stepper: Stepper; readonly initial: Params } {
  const random = randomFrom('small');
  const initial = initialParams(smallModel.parameters, random.fork('initialization'));
  const dataset = smallData();
  const stepper = new Stepper({
    ...{ model: smallModel, workload: smallWorkload, dataset, random, algorithm, streams },
    lossesPerExample: lossesPerExample(smallModel, dataset, initial),
  });
  return { stepper, initial };
}
