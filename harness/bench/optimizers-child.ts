/** Times forward + backward of one workload, then the update of each submission on its shapes. One line of JSON for each. */
import * as tf from '@tensorflow/tfjs';
import type { Algorithm, Task } from '#spec';
import { loadSubmission, namesOf } from '../plan/folders.ts';
import { randomFrom } from '../plan/random.ts';
import { hyperparametersOf } from '../plan/search.ts';
import { modelOf, targetOf } from '../plan/variant.ts';
import { openProject } from '../commands/project.ts';
import { openEngine } from '../engine/engine.ts';
import { anonymous } from '../run/training.ts';
import { trainingData } from '../run/training-data.ts';
import { filtered } from './filter.ts';
import { measure, quickEffort, usualEffort, type Measured } from './measure.ts';
import { preparedWorkloads, type PreparedWorkload } from './prepared.ts';
import { Sampler } from './sampler.ts';
import { adamW, startOf, trainingOf, type Stepper, type Trained } from './training-step.ts';
import { updateStep } from './update-step.ts';

export interface OptimizersJob {
  /** Text in the workload's name; the first one that has it is taken. */
  readonly workload: string;
  /** Text in the submissions' names. */
  readonly filter: string;
  readonly quick: boolean;
}

/** Forward and backward pass of the workload. */
export interface GradientResult {
  readonly kind: 'gradient';
  readonly workload: string;
  /** Numbers in its parameters. */
  readonly parameters: number;
  readonly timing: Measured;
}

/** One submission's update at its first point. */
export interface UpdateResult {
  readonly kind: 'update';
  readonly name: string;
  /** Milliseconds are of one update. */
  readonly timing?: Pick<Measured, 'median' | 'kept' | 'taken' | 'quiet'>;
  /** Gradients a step. */
  readonly gradients?: number;
  /** Numbers in the state over numbers in the parameters. */
  readonly state?: number;
  /** Why there is no timing. */
  readonly error?: string;
}

/** Updates a sample: as many as lie between two rounds of what a method does now and then. */
const updates = 20;

const { workload: wanted, filter, quick } = JSON.parse(process.argv[2]!) as OptimizersJob;
const opened = await openEngine('wasm', { threads: 1 });
const fence = (): void => {
  opened.fence();
};
const sampler = new Sampler();
const effort = quick ? quickEffort : usualEffort;
const say = (result: GradientResult | UpdateResult): void => {
  process.stdout.write(`${JSON.stringify(result)}\n`);
};

const chosen: PreparedWorkload = filtered(
  (await preparedWorkloads()).ready,
  wanted,
  ({ id }) => id,
)[0]!;
const { workload } = chosen;
const model = modelOf(workload, undefined);
const dataset = chosen.train();

const trainedWith = (algorithm: Algorithm): Trained => {
  const batchSize = algorithm.batchSize ?? workload.batchSize;
  const data = trainingData(dataset, batchSize, randomFrom('bench').fork('data'));
  return { workload, model, algorithm, data };
};

const task: Task = {
  parameters: Object.fromEntries(
    Object.values(model.parameters).map(({ shape, role }, i) => [anonymous(i), { shape, role }]),
  ),
  loss: workload.loss,
  goal: workload.metric.goal,
  target: targetOf(workload, undefined).validation,
  stepHint: targetOf(workload, undefined).stepHint,
  batchSize: workload.batchSize,
  trainingExamples: dataset.size,
  budgetSeconds: 60,
  random: randomFrom('bench').fork('submission'),
};
const parameters = Object.values(model.parameters)
  .map(({ shape }) => tf.util.sizeFromShape([...shape]))
  .reduce((sum, size) => sum + size, 0);

function gradient(): GradientResult {
  const training = trainingOf(trainedWith(adamW()));
  const params = Object.fromEntries(
    Object.values(startOf(model)).map((tensor, i) => [anonymous(i), tensor]),
  );
  const step = (): void => {
    training.begin();
    tf.tidy(() => void training.here(params).grad(params));
    training.takeStepLoss()?.dispose();
  };
  const free = (): void => {
    training.begin();
    tf.dispose(params);
  };
  const one = { group: 'gradient', name: chosen.id, make: () => ({ step, free }) };
  return {
    kind: 'gradient',
    workload: chosen.id,
    parameters,
    timing: measure(one, sampler, fence, effort),
  };
}

/** The update of one submission at its first point. */
async function update(name: string): Promise<UpdateResult> {
  const submission = await loadSubmission(openProject().root, name);
  const hp = hyperparametersOf(submission, { study: 1, trial: 1, trials: 5 });
  let [gradients, state] = [NaN, NaN];
  const make = (): Stepper => {
    const made = updateStep(trainedWith(submission.algorithm(hp as never, task)), updates);
    return {
      step: made.step,
      free() {
        [gradients, state] = [made.gradients(), made.stateNumbers() / parameters];
        made.free();
      },
    };
  };
  const { median, kept, taken, quiet } = measure(
    { group: 'update', name, make },
    sampler,
    fence,
    effort,
  );
  const timing = { median: median / updates, kept, taken, quiet };
  return { kind: 'update', name, timing, gradients, state };
}

say(gradient());
for (const name of filtered(namesOf(openProject().root, 'submission'), filter, (one) => one))
  say(
    await update(name).catch((error: unknown): UpdateResult => {
      return {
        kind: 'update',
        name,
        error: error instanceof Error ? error.message : String(error),
      };
    }),
  );
