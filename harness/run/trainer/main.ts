/**
 * The trainer: one trial's training in a process of its own, without sight of validation or test data.
 * Everything after loading is synchronous: no event loop turns, so nothing of a submission runs unbilled.
 */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import type { Dataset, Here, Model, Params, Workload } from '#spec';
import { openSplit } from '../../data/split.ts';
import { openEngine } from '../../engine/engine.ts';
import { randomFrom, type Stream } from '../../plan/random.ts';
import { modelOf, variantOf } from '../../plan/variant.ts';
import { budgetOf } from '../../record/plan.ts';
import { jsonBody } from '../wire/frames.ts';
import type { End, Start } from '../wire/messages.ts';
import { openChannel, type Channel } from './channel.ts';
import { differentiate } from './differentiate.ts';
import { lossesPerExample } from './examples.ts';
import { initialParams } from './initialize.ts';
import { loadSubmission } from './load-submission.ts';
import { lockDown } from './lockdown.ts';
import { train } from './loop.ts';
import { noWork, Stepper } from './stepper.ts';
import { Stopwatch } from './stopwatch.ts';
import { algorithmOf, taskOf } from './task.ts';

const warmUpGradients = 3;

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

/** Everything that is there before submitted code is. */
interface Loaded {
  readonly start: Start;
  readonly workload: Workload;
  readonly channel: Channel;
  readonly dataset: Dataset;
  readonly model: Model;
  readonly random: Stream;
  readonly math: Stream;
  readonly initial: Params;
  readonly lossesPerExample: number;
  readonly code: string;
  readonly stopwatch: Stopwatch;
  readonly clock: { read: boolean };
  readonly time: Here['time'];
  readonly fence: () => void;
}

/** Billed time as the submission sees it; whoever looks has read the clock. */
const timeOf = (
  stopwatch: Stopwatch,
  limitSeconds: number | undefined,
  clock: Loaded['clock'],
): Here['time'] => ({
  get elapsed() {
    clock.read = true;
    return stopwatch.seconds;
  },
  get remaining() {
    clock.read = true;
    return limitSeconds === undefined ? undefined : Math.max(0, limitSeconds - stopwatch.seconds);
  },
});

/** Opens engine, data and model, warms up, and takes away what submitted code has no business with. */
async function load(workload: Workload, channel: Channel): Promise<Loaded> {
  const start = JSON.parse(Buffer.from(channel.receive().body).toString()) as Start;
  const { plan } = start;
  const engine = await openEngine(start.engine, { threads: start.threads });
  const dataset = openSplit(workload.data, start.trainFile);
  const model = modelOf(workload, variantOf(plan.base, plan.workload));
  const random = randomFrom(plan.seed);
  const initial = initialParams(model.parameters, random.fork('initialization'));
  const code = readFileSync(start.submissionFile, 'utf8');
  const stopwatch = new Stopwatch();
  const clock = { read: false };
  const time = timeOf(stopwatch, budgetOf(plan)?.seconds, clock);
  warmUp(model, workload, dataset, initial);
  const perExample = lossesPerExample(model, dataset, initial);
  const math = random.fork('math');
  lockDown(math, () => (clock.read = true));
  const fence = (): void => {
    engine.fence();
  };
  fence();
  const task = { start, workload, dataset, model, random, math, initial, code };
  return { ...task, channel, stopwatch, clock, time, fence, lossesPerExample: perExample };
}

/** A stepper for the submission's algorithm. From here on submitted code runs. */
function stepperOf(loaded: Loaded): Stepper {
  const { start, workload, dataset, model, random, math, clock } = loaded;
  const submission = loadSubmission(loaded.code, start.submissionFile, tf);
  const own = random.fork('submission');
  const task = taskOf(start.plan, workload, model, {
    trainingExamples: dataset.size,
    random: own,
    onClock: () => (clock.read = true),
  });
  const algorithm = algorithmOf(submission, start.plan, task);
  const streams = { submission: own, math };
  return new Stepper({ ...loaded, algorithm, streams });
}

/** Runs one trial as told over the channel. Called by a generated entry file that knows the workload. */
export async function trainerMain(workload: Workload): Promise<void> {
  const channel = openChannel();
  const exit = process.exit.bind(process);
  const loaded = await load(workload, channel);
  const { start, model, stopwatch, clock, fence } = loaded;

  channel.send('ready', new Uint8Array());
  channel.receive();
  stopwatch.start(0);

  let stepper: Stepper | undefined;
  let ending: Pick<End, 'why' | 'reason'>;
  try {
    stepper = stepperOf(loaded);
    const initial = stepper.start(loaded.initial);
    const { parameters } = model;
    const limitSeconds = budgetOf(start.plan)?.seconds;
    const why = train({ stepper, initial, parameters, limitSeconds, stopwatch, channel, fence });
    ending = { why };
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    ending = { why: 'crashed', reason };
  }
  const work = stepper?.work ?? noWork;
  channel.send('end', jsonBody({ ...ending, work, readsClock: clock.read } satisfies End));
  exit(0);
}
