/** The methods of #optim against their references, on whichever backend is set. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as optim from '#optim';
import type { Algorithm } from '#spec';
import { task, trajectory } from './smooth-problem.ts';

/** Made by test/peers/optim_vectors.py with optax in float64. */
const vectors = JSON.parse(readFileSync(new URL('vectors.json', import.meta.url), 'utf8')) as {
  methods: Record<string, Record<string, { params: number[]; judged?: number[] }>>;
  schedules: Record<string, Record<string, number>>;
};

const descent = (rate: number | optim.Schedule, ...parts: optim.Transform[]): Algorithm =>
  optim.optimizer(...parts, optim.scaleByLearningRate(rate));

const all = () => true;
const matrices = optim.onlyWeights(task);
const still = optim.stateless(optim.zerosLike);

const methods: Readonly<Record<string, Algorithm>> = {
  adam: descent(0.01, optim.scaleByAdam()),
  adamLargeEps: descent(0.01, optim.scaleByAdam({ b1: 0.8, b2: 0.95, eps: 0.1 })),
  adamw: descent(
    optim.warmupCosine(0.03, 10, 200),
    optim.scaleByAdam({ b2: 0.99 }),
    optim.addDecayedWeights(0.1, matrices),
  ),
  nadamw: descent(0.01, optim.scaleByNadam({ b2: 0.99 }), optim.addDecayedWeights(0.1)),
  momentum: descent(0.02, optim.trace({ momentum: 0.9 })),
  nesterov: descent(
    optim.warmupLinear(0.1, 10, 180, 0.001),
    optim.addDecayedWeights(0.01, all),
    optim.trace({ momentum: 0.9, nesterov: true }),
  ),
  clipByGlobalNorm: descent(0.1, optim.clipByGlobalNorm(2.2)),
  clipByValue: descent(0.1, optim.clipByValue(0.4)),
  lion: descent(0.003, optim.scaleByLion(), optim.addDecayedWeights(0.1)),
  scheduleFreeSgd: optim.scheduleFree({
    base: optim.addDecayedWeights(0.05),
    learningRate: optim.warmupConstant(0.1, 20),
    r: 0.75,
  }),
  scheduleFreeAdamw: optim.scheduleFree({
    base: optim.chain(optim.scaleByRms({ b2: 0.99 }), optim.addDecayedWeights(0.05)),
    learningRate: 0.02,
  }),
  averaged: optim.averaged(descent(0.1), 0.9),
  sam: optim.sam(descent(0.01, optim.scaleByAdam(), optim.addDecayedWeights(0.1)), 0.2),
  muon: descent(0.02, optim.partition(matrices, optim.scaleByMuon(), still)),
  prodigy: optim.optimizer(optim.prodigy({ weightDecay: 0.01, d0: 1e-3 })),
};

const largestDifference = (got: readonly number[], want: readonly number[]): number => {
  assert.equal(got.length, want.length);
  return Math.max(...want.map((value, i) => Math.abs(got[i]! - value)));
};

/** Registers a test of every method; `engine` stands in the titles. */
export const testSteps = (engine: string): void => {
  test(`every method that has vectors is compared on ${engine}`, () => {
    assert.deepEqual(Object.keys(methods).sort(), Object.keys(vectors.methods).sort());
  });
  for (const [name, algorithm] of Object.entries(methods))
    test(`${name} takes the steps of its float64 reference on ${engine}`, () => {
      const got = trajectory(algorithm, 200);
      for (const [step, { params, judged }] of Object.entries(vectors.methods[name]!)) {
        const at = got[Number(step) - 1]!;
        const off = largestDifference(at.params, params);
        assert.ok(off < 2e-5, `parameters are off by ${off} after ${step} steps`);
        const judgedOff = largestDifference(at.judged, judged ?? params);
        assert.ok(
          judgedOff < 2e-5,
          `judged parameters are off by ${judgedOff} after ${step} steps`,
        );
      }
    });
};
