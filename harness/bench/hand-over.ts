/**
 * `npm run bench:hand-over`: what an evaluation costs a submission beside its own `prepareForEval`: packing the parameters and getting them
 * through a pipe, which the clock bills to everybody alike.
 */
import { execa } from 'execa';
import * as tf from '@tensorflow/tfjs';
import { median } from 'd3-array';
import { openEngine } from '../engine/engine.ts';
import { modelOf } from '../plan/variant.ts';
import { encodeFrame } from '../run/wire/frames.ts';
import { encodeHandOver } from '../run/wire/hand-over.ts';
import { packParams } from '../run/wire/params.ts';
import { filtered } from './filter.ts';
import { enter, readFlags } from './flags.ts';
import { milliseconds, put } from './output.ts';
import { preparedWorkloads } from './prepared.ts';
import { startOf } from './training-step.ts';

const rounds = 15;
const work = { steps: 1, gradientEvaluations: 1, lossEvaluations: 0, examples: 1 };

/** Reads so many bytes from its input again and again, and says so each time. */
const reader = (bytes: number): string =>
  `let got = 0; process.stdin.on('data', (chunk) => { got += chunk.length; while (got >= ${bytes}) { got -= ${bytes}; process.stdout.write('.'); } });`;

await enter(async () => {
  const about = 'Times packing the parameters of each workload and getting them through a pipe.';
  const flags = await readFlags('bench:hand-over', about);
  await openEngine('wasm', { threads: 1 });
  const { ready, missing } = await preparedWorkloads();
  const rows: { workload: string; bytes: number; median: number }[] = [];
  for (const { id, workload } of filtered(ready, flags.filter, (one) => one.id)) {
    const { parameters } = modelOf(workload, undefined);
    const params = startOf(modelOf(workload, undefined));
    const make = (): Buffer => {
      const handOver = { work, gradientExamples: 1, trainingLoss: 1 };
      return encodeFrame(7, 'params', encodeHandOver(handOver, packParams(params, parameters)));
    };
    const bytes = make().byteLength;
    const child = execa(process.execPath, ['-e', reader(bytes)], { buffer: false, reject: false });
    const seconds: number[] = [];
    for (let round = 0; round < (flags.quick ? 2 : rounds); round++) {
      const answered = new Promise((resolve) => child.stdout.once('data', resolve));
      const began = performance.now();
      await new Promise((resolve) => child.stdin.write(make(), resolve));
      await answered;
      seconds.push(performance.now() - began);
    }
    child.kill();
    await child;
    tf.dispose(params);
    rows.push({ workload: id, bytes, median: median(seconds)! });
  }
  const printed = {
    head: ['workload', 'MB', 'packed, sent and read, ms'],
    rows: rows.map((row) => [row.workload, (row.bytes / 1e6).toFixed(2), milliseconds(row.median)]),
    notes: missing.map((name) => `Left out, its data are not fetched: ${name}.`),
  };
  await put('bench:hand-over', printed, { rows }, { ...flags, readme: false });
});
