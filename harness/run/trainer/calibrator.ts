/** Measures the reference step: gradient and AdamW update on a reference batch, through the trainer's own code. */
import * as tf from '@tensorflow/tfjs';
import { Bench } from 'tinybench';
import type { Params, State, Workload } from '#spec';
import { openSplit } from '../../data/split.ts';
import { openEngine } from '../../engine/engine.ts';
import { randomFrom } from '../../plan/random.ts';
import { modelOf } from '../../plan/variant.ts';
import type { CalibrationJob, StepTime } from '../wire/step-time.ts';
import { initialParams } from './initialize.ts';
import { referenceAlgorithm } from './reference-algorithm.ts';
import { initState, takeStep } from './take-step.ts';
import { anonymous, Training } from './training.ts';
import { trainingData } from './training-data.ts';

const measuredMilliseconds = 2000;

/** Times reference steps for about two seconds, after a warm-up of three. */
export async function calibrate(workload: Workload, job: CalibrationJob): Promise<StepTime> {
  const engine = await openEngine(job.engine, { threads: job.threads });
  const model = modelOf(workload, job.variant);
  const random = randomFrom('calibration');
  const algorithm = referenceAlgorithm();
  const data = trainingData(
    openSplit(workload.data, job.trainFile),
    workload.batchSize,
    random.fork('data'),
  );
  const time = { elapsed: 0, remaining: 0 };
  const training = new Training({
    model,
    workload,
    algorithm,
    data,
    random: random.fork('regularization'),
    evaluations: [],
    time,
  });
  const byPath = initialParams(model.parameters, random.fork('initialization'));
  let params: Params = Object.fromEntries(
    Object.values(byPath).map((tensor, i) => [anonymous(i), tensor]),
  );
  let state: State = initState(algorithm, params);

  const step = (): void => {
    training.begin();
    const here = { ...training.here(params), batch: training.batch() };
    [params, state] = takeStep(algorithm, here, state);
    tf.dispose(training.takeStepLoss());
    engine.fence();
  };
  const bench = new Bench({
    time: measuredMilliseconds,
    iterations: 10,
    warmupIterations: 3,
    warmupTime: 0,
    throws: true,
  });
  bench.add('reference step', step);
  const [task] = await bench.run();
  const result = task!.result;
  if (!('latency' in result)) throw new Error('tinybench gave no latency.');
  const { p50, min, p75, samplesCount } = result.latency;
  return { median: p50 / 1000, min: min / 1000, p75: p75 / 1000, samples: samplesCount };
}

/** Entry of the calibrator's process: the job comes as an argument, the step time goes out as JSON. */
export async function calibratorMain(workload: Workload): Promise<void> {
  const job = JSON.parse(process.argv[2]!) as CalibrationJob;
  const time = await calibrate(workload, job);
  process.stdout.write(JSON.stringify(time));
}
