/** A short training whose parameters are hashed: two loops that train alike to the last bit give the same hash. */
import { createHash } from 'node:crypto';
import type { Algorithm, Dataset, Model, Params, Task, Workload } from '#spec';
import { randomFrom } from '../plan/random.ts';
import { lossesPerExample } from '../run/trainer/examples.ts';
import { initialParams } from '../run/trainer/initialize.ts';
import { freeTrialState } from '../run/trainer/state.ts';
import { Stepper } from '../run/trainer/stepper.ts';
import nadamw from '../targets/algorithms/nadamw.ts';

export interface Hashed {
  readonly model: Model;
  readonly workload: Pick<Workload, 'batchSize' | 'regularization' | 'evaluation'>;
  readonly dataset: Dataset;
  /** Steps that are taken. */
  readonly steps: number;
}

/** What NAdamW asks of a task. */
const task = { stepHint: 400 } as Task;

/** NAdamW as AlgoPerf tunes it, with dropout and label smoothing. */
const algorithm = (): Algorithm => ({
  ...nadamw.algorithm({ learningRate: 0.005, oneMinusB1: 0.1, weightDecay: 0.05 }, task),
  labelSmoothing: 0.1,
  dropout: 0.1,
});

/** SHA-256 (hex) of all parameters' float32 bytes, in the model's order. */
export function hashOf(params: Params): string {
  const hash = createHash('sha256');
  for (const tensor of Object.values(params)) {
    const { buffer, byteOffset, byteLength } = tensor.dataSync();
    hash.update(Buffer.from(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}

/** The hash after some steps, on the engine that is open. */
export function courseHash({ model, workload, dataset, steps }: Hashed): string {
  const random = randomFrom('course-hash');
  const initial = initialParams(model.parameters, random.fork('initialization'));
  const perExample = lossesPerExample(model, dataset, initial);
  const stepper = new Stepper({
    ...{ model, workload, dataset, random },
    algorithm: algorithm(),
    lossesPerExample: perExample,
  });
  let state = stepper.start(initial);
  for (let step = 0; step < steps; step++) state = stepper.step(state);
  const hash = hashOf(stepper.byPath(state.params));
  freeTrialState(state);
  return hash;
}
