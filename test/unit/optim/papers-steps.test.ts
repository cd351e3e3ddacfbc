import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm } from '#spec';
import { trajectory } from './papers-problem.ts';
import { largestDifference, vectors } from './papers-vectors.ts';

before(async () => {
  await tf.setBackend('cpu');
});

const matrices: optim.Mask = (path) => path === 'b' || path === 'c';
const decay = optim.addDecayedWeights(0.1, matrices);
const plain = optim.stateless((updates) => updates);
const descent = (rate: number, ...parts: optim.Transform[]): Algorithm =>
  optim.optimizer(...parts, optim.scaleByLearningRate(rate));

const methods: Readonly<Record<string, Algorithm>> = {
  refinedRate: optim.optimizer(
    optim.refinedRate(optim.chain(optim.scaleByAdam({ b2: 0.99 }), decay), {
      peak: 0.03,
      totalSteps: 200,
      warmupSteps: 10,
    }),
  ),
  hypergradientCosine: optim.optimizer(
    optim.hypergradient({
      direction: optim.scaleByAdam({ b2: 0.99 }),
      then: decay,
      learningRate: 0.01,
      kappa: 0.1,
      factor: optim.warmupConstant(1, 10),
    }),
  ),
  hypergradientProduct: optim.optimizer(
    optim.hypergradient({ direction: plain, learningRate: 0.02, kappa: 1e-4, rule: 'product' }),
  ),
  fedSpeedOneClient: optim.proximal(descent(0.05), {
    roundSteps: 10,
    rho: 0.1,
    alpha: 1,
    lambda: 10,
    extrapolate: 1,
  }),
  proximalAdam: optim.proximal(descent(0.01, optim.scaleByAdam()), {
    roundSteps: 8,
    rho: 0.2,
    alpha: 0.5,
    lambda: 5,
    extrapolate: 0.5,
  }),
  errorRate: descent(0.05, optim.normalizeByErrorRate({ loss: 'softmaxCrossEntropy' })),
  autoLrs: optim.autoLrs((rate) => descent(rate, optim.trace({ momentum: 0.5 })), {
    stageSteps: 20,
    searchSteps: 6,
    candidates: 3,
    low: 0.01,
    high: 1,
  }),
};

test('every method that has vectors is compared', () => {
  assert.deepEqual(Object.keys(methods).sort(), Object.keys(vectors.methods).sort());
});

for (const [name, algorithm] of Object.entries(methods))
  test(`${name} takes the steps of its float64 reference`, () => {
    const got = trajectory(algorithm, 200);
    for (const [step, { params, judged }] of Object.entries(vectors.methods[name]!)) {
      const at = got[Number(step) - 1]!;
      const off = largestDifference(at.params, params);
      assert.ok(off < 2e-5, `parameters are off by ${off} after ${step} steps`);
      const judgedOff = largestDifference(at.judged, judged ?? params);
      assert.ok(judgedOff < 2e-5, `judged parameters are off by ${judgedOff} after ${step} steps`);
    }
  });
