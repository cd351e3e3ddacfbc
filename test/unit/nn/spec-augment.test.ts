import assert from 'node:assert/strict';
import { before, suite, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { noSpecAugment, specAugment, type SpecAugmentOptions } from '#nn';
import { openEngine } from '../../../harness/engine/engine.ts';

const [batch, frames, bands] = [400, 60, 20];
const lengths = Array.from({ length: batch }, (_, i) => 20 + (i % 41));

/** What is left of ones, [B][T][F]. */
const left = (options: Partial<SpecAugmentOptions>, seed = 1): number[][][] =>
  tf.tidy(() =>
    specAugment(
      tf.ones([batch, frames, bands]),
      tf.tensor1d(lengths, 'int32'),
      { ...noSpecAugment, ...options },
      seed,
    ).arraySync(),
  );

/** Starts and widths of the runs of zeros. */
function runs(line: readonly number[]): { start: number; width: number }[] {
  const found: { start: number; width: number }[] = [];
  line.forEach((value, i) => {
    if (value !== 0) return;
    if (i > 0 && line[i - 1] === 0) found.at(-1)!.width += 1;
    else found.push({ start: i, width: 1 });
  });
  return found;
}

suite('SpecAugment', () => {
  before(() => openEngine('wasm', { threads: 1 }));

  test('A frequency mask hides one run of bands in all frames; all widths and places occur', () => {
    const widths = new Set<number>();
    const places = new Set<number>();
    for (const utterance of left({ frequencyMasks: 1, frequencyWidth: 5 })) {
      for (const frame of utterance) assert.deepEqual(frame, utterance[0]);
      const [run, ...others] = runs(utterance[0]!);
      assert.equal(others.length, 0);
      widths.add(run?.width ?? 0);
      if (run) for (let i = 0; i < run.width; i++) places.add(run.start + i);
    }
    assert.deepEqual(
      [...widths].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5],
    );
    assert.equal(places.size, bands);
  });

  test('A time mask hides one run of real frames in all bands, at most its share of them', () => {
    let longest = 0;
    for (const [i, utterance] of left({ timeMasks: 1, timeShare: 0.25 }).entries()) {
      for (const frame of utterance) assert.equal(new Set(frame).size, 1);
      const [run, ...others] = runs(utterance.map((frame) => frame[0]!));
      assert.equal(others.length, 0);
      if (!run) continue;
      assert.ok(run.width <= lengths[i]! / 4 && run.start + run.width <= lengths[i]!);
      longest = Math.max(longest, run.width / lengths[i]!);
    }
    assert.ok(longest > 0.24);
  });

  test('Widths are uniform: the share that is hidden is half of the longest run', () => {
    const options = { frequencyMasks: 1, frequencyWidth: 6 };
    const share = left(options).reduce(
      (sum, [frame]) => sum + frame!.filter((x) => x === 0).length,
      0,
    );
    // Mean 3 and variance 4 for one utterance.
    assert.ok(Math.abs(share - 3 * batch) < 4 * Math.sqrt(4 * batch), `${share} of ${3 * batch}`);
  });

  test('Several masks hide more, each drawn by itself', () => {
    const count = (masks: number): number =>
      Math.max(
        ...left({ frequencyMasks: masks, frequencyWidth: 2 }).map(([line]) => runs(line!).length),
      );
    assert.deepEqual([count(1), count(2), count(3)], [1, 2, 3]);
  });

  test('The seed decides; without masks nothing changes', () => {
    const options = { frequencyMasks: 2, frequencyWidth: 5, timeMasks: 2, timeShare: 0.1 };
    assert.deepEqual(left(options, 7), left(options, 7));
    assert.notDeepEqual(left(options, 7), left(options, 8));
    assert.ok(
      left({})
        .flat(2)
        .every((x) => x === 1),
    );
  });

  test('Values that stay are untouched, and their gradient is 1', () => {
    const options = {
      ...noSpecAugment,
      frequencyMasks: 1,
      frequencyWidth: 5,
      timeMasks: 1,
      timeShare: 0.2,
    };
    tf.tidy(() => {
      const x = tf.add(tf.randomUniform([3, 8, 5], 0, 1, 'float32', 3), 1);
      const augment = (x: tf.Tensor) => specAugment(x, tf.tensor1d([8, 4, 6], 'int32'), options, 2);
      const kept = augment(tf.onesLike(x)).dataSync();
      assert.ok(kept.includes(0) && kept.includes(1));
      assert.deepEqual(augment(x).dataSync(), tf.mul(x, tf.tensor(kept, x.shape)).dataSync());
      assert.deepEqual(tf.grad(augment)(x, tf.ones(x.shape)).dataSync(), kept);
    });
  });
});
