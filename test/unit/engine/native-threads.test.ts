import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { openEngine } from '../../../harness/engine/engine.ts';
import { nativeState } from '../../../harness/engine/native/home.ts';

const found = nativeState('tensorflow');
const tasks = '/proc/self/task';
const skip =
  found.state === 'absent'
    ? `the native engine is not there: ${found.detail}`
    : !existsSync(tasks) && 'only Linux tells the time of each thread';

/** Processor time of each thread so far, by its number, in ticks of 10 ms. */
const ticks = (): Map<string, number> =>
  new Map(
    readdirSync(tasks).map((id) => {
      // Fields 14 and 15, counted from behind the name, which may hold spaces.
      const fields = readFileSync(`${tasks}/${id}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return [id, Number(fields[11]) + Number(fields[12])];
    }),
  );

describe('With one thread, the native engine', { skip }, () => {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });

  test('computes products, convolutions and reductions on the thread that asks for them', () => {
    const image = tf.ones<tf.Rank.R4>([32, 28, 28, 16]);
    const filter = tf.ones<tf.Rank.R4>([3, 3, 16, 16]);
    const matrix = tf.ones<tf.Rank.R2>([512, 512]);
    const work = () => {
      const loss = (x: tf.Tensor) =>
        tf.sum(tf.relu(tf.conv2d(x as tf.Tensor4D, filter, 1, 'same')));
      tf.tidy(() => [tf.grad(loss)(image), tf.matMul(matrix, matrix), tf.softmax(matrix)]);
    };
    work();
    const before = ticks();
    const end = performance.now() + 1500;
    while (performance.now() < end) work();
    const main = String(process.pid);
    let [ours, others] = [0, 0];
    for (const [id, now] of ticks()) {
      const spent = now - (before.get(id) ?? 0);
      if (id === main) ours += spent;
      else others += spent;
    }
    assert.ok(ours > 10, `the main thread worked ${ours} ticks`);
    // V8's compiler and collector have threads of their own.
    assert.ok(others < 0.2 * ours, `other threads worked ${others} ticks, the main thread ${ours}`);
  });
});
