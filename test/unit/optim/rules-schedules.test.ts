/** Schedules against optax and PyTorch (test/peers/rules_vectors.py), and in closed form where their parts meet. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as optim from '#optim';

const vectors = JSON.parse(
  readFileSync(new URL('rules-vectors.json', import.meta.url), 'utf8'),
) as { schedules: Record<string, Record<string, number>> };

const schedules: Readonly<Record<string, optim.Schedule>> = {
  stepDecay: optim.stepDecay(0.3, 0.5, [10, 50, 100]),
  exponentialDecay: optim.exponentialDecay(0.3, 0.7, 25),
  oneCycle: optim.oneCycle(0.3, { peakStep: 30, totalSteps: 100 }),
  // PyTorch counts the last step as one of its 101, and puts the peak at 0.3 of them less one.
  oneCycleTorch: optim.oneCycle(0.3, { peakStep: 29.3, totalSteps: 100 }),
  warmRestarts: optim.cycles(optim.cosine(0.3, 0, 50), 50),
  cyclicWarmupCosine: optim.cycles(optim.warmupCosine(0.3, 10, 50), 50, 2),
};

const close = (got: number, want: number, what: string): void => {
  assert.ok(Math.abs(got - want) < 1e-7, `${what} is ${got}, not ${want}`);
};

test('every schedule that has vectors is compared', () => {
  assert.deepEqual(Object.keys(schedules).sort(), Object.keys(vectors.schedules).sort());
});

for (const [name, schedule] of Object.entries(schedules))
  test(`${name} has the values of optax or PyTorch`, () => {
    for (const [step, value] of Object.entries(vectors.schedules[name]!))
      close(schedule(Number(step)), value, `step ${step}`);
  });

test('the inverse square root after a warmup of its timescale is the Transformer’s', () => {
  const schedule = optim.withWarmup(16, optim.inverseSquareRoot(0.5, 16));
  for (const step of [0, 1, 15]) close(schedule(step), (0.5 * step) / 16, `step ${step}`);
  for (const step of [16, 17, 64, 1600])
    close(schedule(step), 0.5 * Math.sqrt(16 / step), `step ${step}`);
});

test('a shared warmup ends where the schedule after it begins', () => {
  const decay = optim.exponentialDecay(0.8, 0.1, 10);
  const schedule = optim.withWarmup(4, decay);
  for (const step of [0, 1, 2, 3]) close(schedule(step), 0.2 * step, `step ${step}`);
  assert.equal(schedule(4), 0.8);
  close(schedule(14), 0.08, 'ten steps later');
});

test('warmup, stable, decay: the joints, half way down by a line and by a root, and the end', () => {
  const parts = { peak: 2, warmupSteps: 10, decayFrom: 80, totalSteps: 100 };
  const line = optim.warmupStableDecay({ ...parts, shape: 'line' });
  const root = optim.warmupStableDecay(parts);
  for (const schedule of [line, root]) {
    assert.deepEqual([0, 5, 10, 79, 80, 100, 1000].map(schedule), [0, 1, 2, 2, 2, 0, 0]);
  }
  close(line(90), 1, 'half way by a line');
  close(root(90), 2 * (1 - Math.SQRT1_2), 'half way by a root');
  close(root(85), 1, 'a quarter of the way by a root');
});

test('cycles begin anew, also when their length is no whole number, and stay at their end', () => {
  const line = optim.cycles(optim.linearSchedule(1, 0, 2.5), 2.5, 2);
  close(line(2), 0.2, 'step 2');
  close(line(3), 0.8, 'step 3');
  assert.deepEqual([line(5), line(50)], [0, 0]);
});

test('a step decay has its new value at the boundary itself', () => {
  const schedule = optim.stepDecay(1, 0.5, [3, 6]);
  assert.deepEqual([2, 3, 5, 6, 60].map(schedule), [1, 0.5, 0.5, 0.25, 0.25]);
});
