/** The matrix methods of #optim against their float64 references, on whichever backend is set. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as optim from '#optim';
import type { Algorithm } from '#spec';
import { task, trajectory } from './matrix-problem.ts';

/** Made by test/peers/matrix_vectors.py with NumPy in float64. */
const vectors = JSON.parse(
  readFileSync(new URL('matrix-vectors.json', import.meta.url), 'utf8'),
) as { methods: Record<string, Record<string, number[]>> };

const descent = (rate: number, rule: optim.Transform): Algorithm =>
  optim.optimizer(rule, optim.scaleByLearningRate(rate));

const still = optim.stateless(optim.zerosLike);
const onlyMatrices = (rule: optim.Transform) =>
  optim.partition(optim.onlyWeights(task), rule, still);
const layers = [{ weight: 'e', bias: 'f' }];

export const methods: Readonly<Record<string, Algorithm>> = {
  muon: descent(0.02, onlyMatrices(optim.scaleByMuon())),
  muonSpectral: descent(
    0.02,
    onlyMatrices(optim.scaleByMuon({ momentum: 0.9, nesterov: false, scale: optim.matchSpectral })),
  ),
  shampoo: descent(0.02, optim.scaleByShampoo({ b2: 0.95, every: 4, block: 3 })),
  shampooWhole: descent(0.02, optim.scaleByShampoo({ b1: 0.8, b2: 0.9, every: 6 })),
  caspr: descent(0.02, optim.scaleByCaspr({ b2: 0.95, every: 4, start: 6, block: 3 })),
  soap: descent(0.02, optim.scaleBySoap({ b1: 0.9, b2: 0.95, every: 3, maxSide: 4 })),
  mkor: descent(0.1, optim.mkor({ layers, gamma: 0.9, every: 2 })),
  mkorExact: descent(
    0.1,
    optim.mkor({ layers, gamma: 0.9, every: 2, inverse: optim.exactInverse }),
  ),
};

/**
 * Vectors of 16 numbers whose factors have a rank of a few: most of the root is ridge, where float32 is off by a per cent
 * (`inverseRoot`). The parameters themselves move by about 1.
 */
const bounds: Readonly<Record<string, number>> = { shampooWhole: 2e-2 };

/** Registers a test of every method; `engine` stands in the titles. */
export const testMatrixSteps = (engine: string): void => {
  test(`every matrix method that has vectors is compared on ${engine}`, () => {
    assert.deepEqual(Object.keys(methods).sort(), Object.keys(vectors.methods).sort());
  });
  for (const [name, algorithm] of Object.entries(methods))
    test(`${name} takes the steps of its float64 reference on ${engine}`, () => {
      const got = trajectory(algorithm, 60);
      for (const [step, want] of Object.entries(vectors.methods[name]!)) {
        const at = got[Number(step) - 1]!;
        assert.equal(at.length, want.length);
        const off = Math.max(...want.map((value, i) => Math.abs(at[i]! - value)));
        assert.ok(off < (bounds[name] ?? 2e-5), `parameters are off by ${off} after ${step} steps`);
      }
    });
};
