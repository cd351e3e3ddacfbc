/** "How published settings were scaled" in submissions/README.md, by numbers worked out from its table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as optim from '#optim';

const close = (got: number, want: number): void => {
  assert.ok(Math.abs(got / want - 1) < 1e-4, `${got} is not ${want}`);
};

test('a run of 1,000 steps has kappa 60', () => {
  const run = optim.shortRun({ stepHint: 1000 });
  close(run.horizon, 1333.333);
  close(run.learningRate(0.002), 0.002 * 2.78316);
  assert.equal(run.sgdRate(4), 0.5);
  close(run.weightDecay(0.1), 0.1 * (8 / 2.78316) * (10_666 / 10_666.667));
  close(run.weightDecay(0.1, 8), 0.1 * 64);
  assert.deepEqual([run.warmup(0.02), run.warmup(0.001)], [27, 5]);
});

test('decays never remember longer than published, nor less than ten and a hundred steps', () => {
  const run = optim.shortRun({ stepHint: 1000 });
  close(run.b1(0.97), 0.9);
  close(run.b1(0.864), 0.864);
  close(run.b1(0.9999), 1 - 60e-4);
  close(run.b2(0.9955), 0.99);
  close(run.b2(0.6292), 0.6292);
  close(run.b2(0.9999), 1 - 60e-4);
});

test('runs as long as AlgoPerf’s take numbers as published', () => {
  const run = optim.shortRun({ stepHint: 60_000 });
  close(run.horizon, 80_000);
  assert.deepEqual([run.learningRate(0.001), run.weightDecay(0.1)], [0.001, 0.1]);
  close(run.b1(0.98), 0.98);
  close(run.b2(0.999), 0.999);
});

test('columns become points in turn, and the space of the values in them', () => {
  const { points, space } = optim.listed({ rate: [1, 2, 1], kind: ['a', 'b', 'b'] });
  assert.deepEqual(points, [
    { rate: 1, kind: 'a' },
    { rate: 2, kind: 'b' },
    { rate: 1, kind: 'b' },
  ]);
  assert.deepEqual(space.rate, { scale: 'choice', values: [1, 2] });
  assert.throws(
    () => optim.listed({ rate: [1, 2], kind: ['a'] }),
    /has 2 points, but "kind" has 1 values/,
  );
});
