/**
 * Our side of a comparison: one workload's step on one engine, at a batch that stays the same, without dropout or augmentation.
 * Writes the model's first parameters and the batch for the other side, then takes samples when asked.
 */
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Dataset } from '#spec';
import { openEngine } from '../engine/engine.ts';
import { randomFrom } from '../plan/random.ts';
import type { EngineName } from '../record/machine.ts';
import { differentiate } from '../run/trainer/differentiate.ts';
import { trainingData } from '../run/trainer/training-data.ts';
import { preparedWorkloads } from './prepared.ts';
import { Sampler } from './sampler.ts';
import { adamW, loopStep, startOf } from './training-step.ts';

export interface PeerJob {
  readonly engine: EngineName;
  readonly workload: string;
  /** File for options, parameters and batch as JSON; see test/peers/torch_peer.py. */
  readonly request: string;
}

/** The first line of either side: the loss at the first parameters, which must agree. */
export interface Greeting {
  readonly loss: number;
}

const { engine, workload: id, request } = JSON.parse(process.argv[2]!) as PeerJob;
const opened = await openEngine(engine, { threads: 1 });
const found = (await preparedWorkloads()).ready.find((one) => one.id === id);
if (found === undefined) throw new Error(`The data of ${id} are not prepared.`);
const { workload } = found;
const options = { ...workload.options, ...workload.unaugmented };
const model = workload.model(options);
const labelSmoothing = workload.regularization?.labelSmoothing ?? 0;
const batch = trainingData(found.train(), workload.batchSize, randomFrom('bench')).next();

/** The same batch every time, in tensors that the step may free. */
const dataset: Dataset = {
  size: batch.size,
  batch: () => ({
    size: batch.size,
    tensors: Object.fromEntries(
      Object.entries(batch.tensors).map(([name, tensor]) => [name, tensor.clone()]),
    ),
  }),
};

const pack = (tensor: Tensor) => {
  const { buffer, byteOffset, byteLength } = tensor.dataSync();
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  return { dtype: tensor.dtype, shape: tensor.shape, data: bytes.toString('base64') };
};

const packAll = (tensors: Readonly<Record<string, Tensor>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, pack(tensor)]));

const loss = tf.tidy(() => {
  const params = startOf(model);
  const asked = { options, labelSmoothing, params: packAll(params) };
  writeFileSync(request, JSON.stringify({ ...asked, batch: packAll(batch.tensors) }));
  const input = { params, batch, dropout: 0, labelSmoothing, seed: 0 };
  return differentiate(model, input).loss.dataSync()[0]!;
});

const sampler = new Sampler();
const { step } = loopStep({ workload, model, algorithm: adamW(0), dataset });
const call = (): void => {
  step();
  opened.fence();
};

/** V8 compiles what runs often: steps of many small operations take up to 1.6 times as long until it has. The other sides warm up alike. */
const warm = { steps: 80, milliseconds: 1000 };
const started = performance.now();
for (let i = 0; i < warm.steps || performance.now() - started < warm.milliseconds; i++) call();

const say = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
say({ loss } satisfies Greeting);
for await (const line of createInterface({ input: process.stdin })) {
  call(); // the other side had the caches
  say(Array.from({ length: Number(line) }, () => sampler.sample(call)));
}
