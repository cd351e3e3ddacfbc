/** Measures the reference step: gradient and AdamW update on a reference batch, through the trainer's own code. */
import { Bench } from 'tinybench';
import type { Workload } from '#spec';
import { openSplit } from '../../data/split.ts';
import { openEngine } from '../../engine/engine.ts';
import { ownDelay } from '../../machine/cpu-account.ts';
import { randomFrom } from '../../plan/random.ts';
import { modelOf } from '../../plan/variant.ts';
import type { CalibrationJob, StepTime } from '../wire/step-time.ts';
import { lossesPerExample } from './examples.ts';
import { initialParams } from './initialize.ts';
import { referenceAlgorithm } from './reference-algorithm.ts';
import { Stepper } from './stepper.ts';

const measuredMilliseconds = 2000;

/** Times reference steps for about two seconds, after a warm-up of three. */
export async function calibrate(workload: Workload, job: CalibrationJob): Promise<StepTime> {
  const engine = await openEngine(job.engine, { threads: job.threads });
  const model = modelOf(workload, job.variant);
  const random = randomFrom('calibration');
  const dataset = openSplit(workload.data, job.trainFile);
  const initial = initialParams(model.parameters, random.fork('initialization'));
  const perExample = lossesPerExample(model, dataset, initial);
  const algorithm = referenceAlgorithm();
  const stepper = new Stepper({
    ...{ model, workload, algorithm, dataset, random },
    lossesPerExample: perExample,
  });
  let state = stepper.start(initial);
  const step = (): void => {
    state = stepper.step(state);
    engine.fence();
  };
  const bench = new Bench({
    time: measuredMilliseconds,
    iterations: 10,
    warmupIterations: 3,
    warmupTime: 0,
    throws: true,
    now: () => performance.now() - 1000 * ownDelay(), // clear time, as trials are billed
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
