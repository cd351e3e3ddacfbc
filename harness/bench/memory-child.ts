/**
 * Trains one workload through the trainer's own loop, judged by the referee's own judge, both in this process. The job
 * comes as an argument; one line of JSON goes out after each evaluation.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../engine/engine.ts';
import { randomFrom } from '../plan/random.ts';
import { modelOf } from '../plan/variant.ts';
import type { EngineName } from '../record/machine.ts';
import type { Channel } from '../run/trainer/channel.ts';
import { jsonBody } from '../run/wire/frames.ts';
import { decodeHandOver } from '../run/wire/hand-over.ts';
import { lossesPerExample } from '../run/trainer/examples.ts';
import { initialParams } from '../run/trainer/initialize.ts';
import { openJudge } from '../run/referee/judge.ts';
import type { Continue } from '../run/wire/messages.ts';
import { referenceAlgorithm } from '../run/trainer/reference-algorithm.ts';
import { Stopwatch } from '../run/trainer/stopwatch.ts';
import { train } from '../run/trainer/loop.ts';
import { Stepper } from '../run/trainer/stepper.ts';
import { preparedWorkloads } from './prepared.ts';

export interface MemoryJob {
  readonly engine: EngineName;
  readonly workload: string;
  readonly steps: number;
  readonly evaluations: number;
}

/** What the process holds after an evaluation. */
export interface MemoryReading {
  readonly step: number;
  readonly tensors: number;
  readonly tensorBytes: number;
  /** Resident bytes of the process, garbage collected. */
  readonly residentBytes: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const job = JSON.parse(process.argv[2]!) as MemoryJob;
const engine = await openEngine(job.engine, { threads: 1 });
const found = (await preparedWorkloads()).ready.find(({ id }) => id === job.workload);
if (found === undefined) throw new Error(`The data of ${job.workload} are not prepared.`);
const { id, workload, files } = found;
const model = modelOf(workload, undefined);
const random = randomFrom('memory');
const dataset = found.train();
const initial = initialParams(model.parameters, random.fork('initialization'));
const stepper = new Stepper({
  ...{ model, workload, dataset, random },
  algorithm: referenceAlgorithm(),
  lossesPerExample: lossesPerExample(model, dataset, initial),
  evaluateEvery: Math.floor(job.steps / job.evaluations) * workload.batchSize,
});
const judge = openJudge(workload, {
  plan: { base: id, workload: id, metric: workload.metric },
  splits: files,
});

let handedOver: Uint8Array = new Uint8Array();
let done = 0;
/** The referee's end in this process: judges, reads the memory, and ends the training after the last evaluation. */
const channel: Channel = {
  send(kind, body) {
    if (kind === 'params') handedOver = decodeHandOver(body).params;
  },
  receive() {
    const { value } = judge.validation(handedOver);
    collectGarbage();
    const { numTensors: tensors, numBytes: tensorBytes } = tf.memory();
    const residentBytes = process.memoryUsage.rss();
    const step = stepper.work.steps;
    const reading: MemoryReading = { step, tensors, tensorBytes, residentBytes };
    process.stdout.write(`${JSON.stringify(reading)}\n`);
    done += 1;
    const word: Continue =
      done < job.evaluations ? { go: true, seconds: 0, validation: value } : { go: false };
    return { kind: 'continue', body: jsonBody(word) };
  },
};

const stopwatch = new Stopwatch();
stopwatch.start(0);
train({
  stepper,
  initial: stepper.start(initial),
  parameters: model.parameters,
  limitSeconds: undefined,
  stopwatch,
  channel,
  fence: () => {
    engine.fence();
  },
});
