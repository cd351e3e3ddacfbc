/**
 * The trainer: one trial's training in a process of its own, without sight of validation or test data.
 * Everything after loading is synchronous: no event loop turns, so nothing of a submission runs unbilled.
 */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type {
  Algorithm,
  Dataset,
  Hyperparameters,
  Here,
  Model,
  Params,
  PastEvaluation,
  Submission,
  Task,
  Workload,
} from '#spec';
import { openSplit } from '../../data/split.ts';
import { openEngine } from '../../engine/engine.ts';
import { randomFrom } from '../../plan/random.ts';
import { modelOf, variantOf } from '../../plan/variant.ts';
import { budgetOf, type TrialPlan } from '../../record/plan.ts';
import type { Work } from '../../record/result.ts';
import { openChannel } from './channel.ts';
import { differentiate } from './differentiate.ts';
import { jsonBody } from '../wire/frames.ts';
import { initialParams } from './initialize.ts';
import { loadSubmission } from './load-submission.ts';
import { lockDown } from './lockdown.ts';
import type { End, Start } from '../wire/messages.ts';
import { Stopwatch } from './stopwatch.ts';
import { train } from './loop.ts';
import { anonymous, Training } from './training.ts';
import { trainingData } from './training-data.ts';

const warmUpGradients = 3;

/** Everything a submission is told; parameters by number, so that names do not tell the workload apart. */
const taskOf = (
  plan: TrialPlan,
  workload: Workload,
  model: Model,
  rest: Pick<Task, 'trainingExamples' | 'random'>,
  onClock: () => void,
): Task => ({
  parameters: Object.fromEntries(
    Object.values(model.parameters).map(({ shape, role }, i) => [anonymous(i), { shape, role }]),
  ),
  loss: workload.loss,
  goal: plan.metric.goal,
  target: plan.target?.validation,
  stepHint: plan.stepHint,
  batchSize: workload.batchSize,
  ...rest,
  get budgetSeconds() {
    onClock();
    return budgetOf(plan)?.seconds;
  },
});

/** The algorithm a submission builds, its batch size checked. */
function algorithmOf(
  submission: Submission,
  hp: Hyperparameters,
  task: Task,
): Algorithm & { readonly batchSize: number } {
  const algorithm = (submission.algorithm as (hp: Hyperparameters, task: Task) => Algorithm)(
    hp,
    task,
  );
  const batchSize = algorithm.batchSize ?? task.batchSize;
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > task.trainingExamples) {
    throw new Error(
      `batchSize is ${batchSize}; allowed are whole numbers from 1 to ${task.trainingExamples}.`,
    );
  }
  return Object.assign(algorithm, { batchSize });
}

/** Lets the engine compile what the model needs before the clock runs: a few gradients, thrown away. */
function warmUp(model: Model, { batchSize }: Workload, dataset: Dataset, params: Params): void {
  const indices = Int32Array.from({ length: Math.min(batchSize, dataset.size) }, (_, i) => i);
  for (let i = 0; i < warmUpGradients; i++) {
    tf.tidy(() => {
      const batch = dataset.batch(indices);
      differentiate(model, { params, batch, dropout: 0, labelSmoothing: 0, seed: 0 });
    });
  }
}

/** Runs one trial as told over the channel. Called by a generated entry file that knows the workload. */
export async function trainerMain(workload: Workload): Promise<void> {
  const channel = openChannel();
  const start = JSON.parse(Buffer.from(channel.receive().body).toString()) as Start;
  const { plan } = start;
  const limitSeconds = budgetOf(plan)?.seconds;
  const engine = await openEngine(start.engine, { threads: start.threads });
  const dataset = openSplit(workload.data, start.trainFile);
  const model = modelOf(workload, variantOf(plan.base, plan.workload));
  const random = randomFrom(plan.seed);
  const byPath = initialParams(model.parameters, random.fork('initialization'));
  const initial: Params = Object.fromEntries(
    Object.values(byPath).map((tensor, i) => [anonymous(i), tensor]),
  );
  const code = readFileSync(start.submissionFile, 'utf8');
  const exit = process.exit.bind(process);
  const stopwatch = new Stopwatch();
  let readsClock = false;
  const onClock = (): void => void (readsClock = true);
  const time: Here['time'] = {
    get elapsed() {
      onClock();
      return stopwatch.seconds;
    },
    get remaining() {
      onClock();
      return limitSeconds === undefined ? undefined : Math.max(0, limitSeconds - stopwatch.seconds);
    },
  };
  warmUp(model, workload, dataset, byPath);
  lockDown(random.fork('math'), onClock);
  engine.fence();

  channel.send('ready', jsonBody({}));
  channel.receive();
  channel.send('resume', jsonBody({}));
  stopwatch.start();

  let work: Work = { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 };
  let ending: Pick<End, 'why' | 'reason'>;
  try {
    const submission = loadSubmission(code, start.submissionFile, tf);
    const rest = { trainingExamples: dataset.size, random: random.fork('submission') };
    const task = taskOf(plan, workload, model, rest, onClock);
    const algorithm = algorithmOf(submission, plan.hyperparameters, task);
    const data = trainingData(dataset, algorithm.batchSize, random.fork('data'));
    const evaluations: PastEvaluation[] = [];
    const training = new Training({
      model,
      workload,
      algorithm,
      data,
      random: random.fork('regularization'),
      evaluations,
      time,
    });
    work = training.counters;
    const evaluateEvery = workload.evaluation.every * workload.batchSize;
    const fence = (): void => {
      engine.fence();
    };
    ending = {
      why: train({
        training,
        algorithm,
        initial,
        evaluateEvery,
        limitSeconds,
        stopwatch,
        evaluations,
        channel,
        fence,
      }),
    };
  } catch (error) {
    ending = {
      why: 'crashed',
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
  channel.send('end', jsonBody({ ...ending, work, readsClock } satisfies End));
  exit(0);
}
