import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as optim from '#optim';
import { vectors } from './papers-vectors.ts';

const infinite = (cooldown: optim.Cooldown): optim.Schedule =>
  optim.infinite({
    peak: 0.3,
    plateau: 0.06,
    floor: 0.003,
    warmupSteps: 10,
    cooldownSteps: 20,
    cooldown,
    anneal: { from: 70, steps: 25 },
  });

const schedules: Readonly<Record<string, optim.Schedule>> = {
  warmRex: optim.warmUp(0.3, 10, optim.rex(0.3, 90)),
  infiniteLinear: infinite('linear'),
  infiniteCosine: infinite('cosine'),
  infiniteInverseSqrt: infinite('inverseSqrt'),
  rewarmRedecay: optim.rewarmRedecay({
    peak: 0.3,
    floor: 0.03,
    warmupSteps: 10,
    rewarmSteps: 5,
    totalSteps: 100,
    cycles: 2,
    rewarm: 0.5,
  }),
  slowStartFastDecay: optim.slowStartFastDecay({ peak: 0.3, steps: 100, peakAt: 0.4, range: 1e-3 }),
};

test('every schedule that has vectors is compared', () => {
  assert.deepEqual(Object.keys(schedules), Object.keys(vectors.schedules));
});

for (const [name, schedule] of Object.entries(schedules)) {
  test(`${name} has the values of its formula`, () => {
    for (const [step, value] of Object.entries(vectors.schedules[name]!))
      assert.ok(Math.abs(schedule(Number(step)) - value) < 1e-8, `at step ${step}`);
  });

  test(`${name} makes no jump`, () => {
    for (let step = 0; step < 150; step += 0.01) {
      const jump = Math.abs(schedule(step + 0.01) - schedule(step));
      assert.ok(jump < 1e-3, `${jump} at step ${step}`);
    }
  });
}

test('reflected exponential decay has the values of the paper’s profile', () => {
  const at = [0, 0.25, 0.5, 0.75, 0.9, 1, 1.2].map((x) => optim.rex(1, 1000)(1000 * x));
  const want = [1, 0.857143, 0.666667, 0.4, 0.181818, 0, 0];
  for (const [i, value] of want.entries()) assert.ok(Math.abs(at[i]! - value) < 1e-6);
  const area = Array.from({ length: 1000 }, (_, i) => optim.rex(1, 1000)(i + 0.5) / 1000);
  const sum = area.reduce((total, x) => total + x, 0);
  assert.ok(Math.abs(sum - (2 - 2 * Math.LN2)) < 1e-6);
});

test('an infinite schedule has the values computed by hand at its joints, and after its end', () => {
  const options = {
    peak: 1,
    plateau: 0.1,
    floor: 0.01,
    warmupSteps: 5,
    cooldownSteps: 10,
    anneal: { from: 80, steps: 20 },
  };
  const cosine = optim.infinite(options);
  const want = { 5: 1, 10: 0.55, 15: 0.1, 80: 0.1, 90: 0.0316228, 100: 0.01, 120: 0.01 };
  for (const [step, value] of Object.entries(want))
    assert.ok(Math.abs(cosine(Number(step)) - value) < 1e-6, `at step ${step}`);
  const root = optim.infinite({ ...options, cooldown: 'inverseSqrt' })(10);
  assert.ok(Math.abs(root - 0.23753) < 5e-6);
});

test('an infinite schedule without an anneal stays, and one annealed early starts where it is', () => {
  const options = { peak: 1, plateau: 0.1, floor: 0.01, warmupSteps: 5, cooldownSteps: 10 };
  assert.equal(optim.infinite({ ...options, anneal: undefined })(1e6), 0.1);
  const early = optim.infinite({ ...options, anneal: { from: 10, steps: 4 } });
  assert.ok(Math.abs(early(10) - 0.55) < 1e-12);
  assert.ok(Math.abs(early(14) - 0.01) < 1e-12);
});

test('schedules without steps are at their ends', () => {
  assert.equal(optim.rex(1, 0)(0), 0);
  assert.equal(optim.slowStartFastDecay({ peak: 1, steps: 0, peakAt: 0.5, range: 0.1 })(0), 0.1);
  const none = { peak: 1, plateau: 0.5, floor: 0.1, warmupSteps: 0, cooldownSteps: 0 };
  assert.equal(optim.infinite(none)(0), 0.5);
});
