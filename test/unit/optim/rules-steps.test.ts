/** Rules of AlgoPerf's field against optax, timm, PyTorch or their formulas: test/peers/rules_vectors.py, float64. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import * as optim from '#optim';
import type { Algorithm, Task } from '#spec';
import { task, trajectory } from './smooth-problem.ts';

const vectors = JSON.parse(
  readFileSync(new URL('rules-vectors.json', import.meta.url), 'utf8'),
) as {
  methods: Record<string, Record<string, { params: number[]; judged?: number[] }>>;
};

const descent = (rate: number | optim.Schedule, ...parts: optim.Transform[]): Algorithm =>
  optim.optimizer(...parts, optim.scaleByLearningRate(rate));

/** The problem with an embedding in it, whose rows keep statistics of their own. */
const embedded: Task = {
  ...task,
  parameters: { ...task.parameters, b: { shape: [2, 3], role: 'embedding' } },
};

const amos = (options: Omit<optim.AmosOptions, 'learningRate'>): Algorithm =>
  optim.optimizer(
    optim.amos(embedded, { ...options, learningRate: optim.warmupConstant(0.05, 20) }),
  );

const decayed = (b2: number, decay: number): optim.Transform =>
  optim.chain(optim.scaleByRms({ b2 }), optim.addDecayedWeights(decay));
const nadam = optim.scaleByNadam({ b2: 0.99 });

const methods: Readonly<Record<string, Algorithm>> = {
  amsgrad: descent(0.01, optim.scaleByAmsgrad({ b2: 0.99 })),
  adafactor: optim.optimizer(
    optim.scaleByFactoredRms(),
    optim.clipByBlockRms(1),
    optim.scaleByLearningRate(0.02),
    optim.averageUpdates(0.9),
    optim.decaySteps(0.1 * 0.02),
  ),
  sign: descent(0.003, optim.scaleBySign()),
  nadamw: descent(0.01, nadam, optim.addDecayedWeights(0.1)),
  cautious: descent(0.01, optim.cautious(nadam), optim.addDecayedWeights(0.1)),
  nadamp: descent(0.01, optim.scaleByNadamP({ b2: 0.99, p: 1.5 })),
  lamb: descent(
    0.02,
    optim.scaleByAdam({ b2: 0.99, eps: 1e-6 }),
    optim.addDecayedWeights(0.1),
    optim.scaleByTrustRatio(),
  ),
  lars: optim.optimizer(
    optim.addDecayedWeights(0.01),
    optim.scaleByTrustRatio({ coefficient: 0.5 }),
    optim.scaleByLearningRate(0.05),
    optim.trace({ momentum: 0.9 }),
  ),
  ademamix: descent(
    0.005,
    optim.scaleByAdemamix({ b1: 0.8, b2: 0.99, b3: 0.98, alpha: 3, warmupSteps: 150 }),
    optim.addDecayedWeights(0.1),
  ),
  adamg: optim.optimizer(optim.adamg({ learningRate: optim.cosine(1, 0, 150) })),
  amosAdam: amos({ style: 'adam', b1: 0.9, b2: 0.98, extraDecay: 0.002 }),
  amosReduced: amos({ style: 'reduced', b1: 0.9, b2: 0.98, extraDecay: 0.012 }),
  amosSized: amos({ style: 'adam', b1: 0.95, b2: 0.99, size: 0.3 }),
  scheduleFreeAtX: optim.scheduleFree({
    base: decayed(0.99, 0.08),
    learningRate: optim.warmupConstant(0.02, 20),
    r: 0.75,
    decayAt: 'x',
  }),
  weightedScheduleFree: optim.weightedScheduleFree({
    base: decayed(0.99, 0.05),
    learningRate: optim.warmupConstant(0.02, 20),
  }),
  scheduleFreeProdigy: optim.scheduleFreeProdigy({
    learningRate: optim.warmupConstant(1, 15),
    d0: 1e-2,
    weightDecay: 0.03,
  }),
  lawaQueue: optim.queueAveraged(descent(0.1), { from: 20, every: 7 }, 4),
  lawaEma: optim.snapshotsAveraged(descent(0.1), { from: 20, every: 7 }, 0.6),
  diloco: optim.diloco(
    descent(0.01, optim.scaleByAdam({ b2: 0.99 }), optim.addDecayedWeights(0.1)),
    { every: 9, learningRate: 0.6, momentum: 0.7 },
  ),
  restarted: optim.restarted(
    (round) => descent(0.03 / (round + 1), optim.scaleByAdam()),
    ({ step }) => step === 60 || step === 130,
  ),
  perPath: descent(
    0.02,
    optim.trace({ momentum: 0.9 }),
    optim.scaleByRole(task, { weight: 0.5, convWeight: 2, normScale: 0 }),
  ),
  heavyBall: descent(0.02, optim.trace({ momentum: 0.9 })),
  nesterov: descent(
    0.02,
    optim.addDecayedWeights(0.01),
    optim.trace({ momentum: 0.9, nesterov: true }),
  ),
};

before(async () => {
  await tf.setBackend('cpu');
});

test('every rule that has vectors is compared', () => {
  assert.deepEqual(Object.keys(methods).sort(), Object.keys(vectors.methods).sort());
});

const largestDifference = (got: readonly number[], want: readonly number[]): number =>
  Math.max(...want.map((value, i) => Math.abs(got[i]! - value)));

for (const [name, algorithm] of Object.entries(methods))
  test(`${name} takes the steps of its float64 reference`, () => {
    const got = trajectory(algorithm, 200);
    for (const [step, { params, judged }] of Object.entries(vectors.methods[name]!)) {
      const at = got[Number(step) - 1]!;
      assert.equal(at.params.length, params.length);
      const off = largestDifference(at.params, params);
      assert.ok(off < 2e-5, `parameters are off by ${off} after ${step} steps`);
      const judgedOff = largestDifference(at.judged, judged ?? params);
      assert.ok(judgedOff < 2e-5, `judged parameters are off by ${judgedOff} after ${step} steps`);
    }
  });
