import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as optim from '#optim';

/** Made by test/peers/optim_vectors.py with optax. */
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as {
  schedules: Record<string, Record<string, number>>;
};

const schedules: Readonly<Record<string, optim.Schedule>> = {
  warmupCosine: optim.warmupCosine(0.3, 10, 100, 0.03),
  warmupLinear: optim.warmupLinear(0.3, 10, 100, 0.03),
  warmupConstant: optim.warmupConstant(0.3, 10),
  cosine: optim.cosine(0.3, 0.03, 100),
  polynomial: optim.polynomial(0.3, 0.03, 100, 2),
};

for (const [name, schedule] of Object.entries(schedules))
  test(`${name} has the values of optax`, () => {
    for (const [step, value] of Object.entries(vectors.schedules[name]!))
      assert.ok(Math.abs(schedule(Number(step)) - value) < 1e-8, `at step ${step}`);
  });

test('a schedule without steps is at its end', () => {
  assert.equal(optim.polynomial(1, 0.5, 0)(0), 0.5);
  assert.equal(optim.cosine(1, 0.5, 0)(0), 0.5);
  assert.equal(optim.warmupCosine(1, 0, 100)(0), 1);
});

test('joined schedules count from zero at the boundary', () => {
  const joined = optim.joinSchedules(
    (step) => step,
    3,
    (step) => 100 + step,
  );
  assert.deepEqual([0, 2, 3, 5].map(joined), [0, 2, 100, 102]);
});
