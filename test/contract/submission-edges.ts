/** Problems at the edge of what a submission may meet: no gradient, single numbers, other names and another order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '#spec';
import { axes, parabolaOf, type Axis, type Parabola } from './parabola.ts';
import { free, numbersIn, ran, type RunOptions } from './submission-run.ts';

const usual = parabolaOf(axes);

const one = (shape: number[], role: Axis['role']): Axis => ({
  shape,
  role,
  bottom: [0.1],
  steepness: [1],
});

const singles: readonly Parabola[] = [
  parabolaOf({ only: one([1, 1], 'weight') }),
  parabolaOf({
    filter: one([1, 1, 1, 1], 'convWeight'),
    bias: one([1], 'bias'),
    row: one([1, 1], 'embedding'),
    query: one([1, 1], 'attentionQuery'),
    scale: one([], 'normScale'),
  }),
];

/** The usual problem with its parameters in another order and without their names: p0, p1, ... as in a trial. */
const order = ['norm/scale', 'layer/kernel', 'layer/bias'] as const;
const renamed = parabolaOf(Object.fromEntries(order.map((path, i) => [`p${i}`, axes[path]!])));

/** The numbers of parameters and of those to be judged after a short run. */
const numbersAfter = (algorithm: Algorithm, problem: Parabola, options: RunOptions) => {
  const { params, state, judged } = ran(algorithm, problem, options);
  const byPath = Object.entries(params).map(([path, x]) => [path, numbersIn(x)] as const);
  assert.ok(numbersIn(state).every(Number.isFinite), 'the state holds a number that is not finite');
  free(params, state);
  return { params: Object.fromEntries(byPath), judged };
};

const assertFinite = (algorithm: Algorithm, problem: Parabola, options: RunOptions): void => {
  const { params, judged } = numbersAfter(algorithm, problem, options);
  const numbers = [...Object.values(params).flat(), ...judged];
  assert.ok(numbers.every(Number.isFinite), `parameters are ${numbers.join(', ')}`);
};

/** Registers the tests of one submission; `build` makes its algorithm for a problem. */
export const testEdges = (name: string, build: (problem: Parabola) => Promise<Algorithm>): void => {
  test(`${name} survives gradients of zero, from zero and from elsewhere`, async () => {
    for (const from of [0, 0.3])
      assertFinite(await build(usual), usual, { count: 4, from, frozen: () => true });
  });

  test(`${name} survives a role whose gradients are all zero`, async () => {
    for (const path of Object.keys(axes))
      assertFinite(await build(usual), usual, { count: 6, from: 0.3, frozen: (p) => p === path });
  });

  test(`${name} survives tensors of one number`, async () => {
    for (const problem of singles) assertFinite(await build(problem), problem, { count: 6 });
  });

  test(`${name} does the same on parameters of other names in another order`, async () => {
    const options = { count: 15, from: 0.3 };
    const { params: want } = numbersAfter(await build(usual), usual, options);
    const { params: got } = numbersAfter(await build(renamed), renamed, options);
    for (const [i, path] of order.entries())
      for (const [k, value] of want[path]!.entries()) {
        const off = Math.abs(got[`p${i}`]![k]! - value);
        assert.ok(off < 1e-5, `${path} number ${k} is off by ${off}`);
      }
  });
};
