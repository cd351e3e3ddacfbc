import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { naturalLog, normalQuantile } from '../../../harness/plan/normal-quantile.ts';
import { philoxBlock } from '../../../harness/plan/philox.ts';
import { randomFrom } from '../../../harness/plan/random.ts';

const philoxOf = (key: [number, number], counter: number[]): number[] => {
  const words = Uint32Array.from(counter);
  philoxBlock(key, words);
  return [...words];
};

test('Philox gives the words that its authors publish (Random123, kat_vectors)', () => {
  assert.deepEqual(
    philoxOf([0, 0], [0, 0, 0, 0]),
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  );
  const ones = 0xffffffff;
  assert.deepEqual(
    philoxOf([ones, ones], [ones, ones, ones, ones]),
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  );
  assert.deepEqual(
    philoxOf([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]),
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

test('normal quantiles agree with the values that Python gives', () => {
  // statistics.NormalDist().inv_cdf, Python 3.11
  const known: [number, number][] = [
    [2 ** -33, -6.337957754553789],
    [0.001, -3.090232306167813],
    [0.02, -2.0537489106318225],
    [0.3, -0.5244005127080407],
    [0.77, 0.7388468491852137],
  ];
  for (const [p, x] of known)
    assert.ok(Math.abs(normalQuantile(p) - x) < 1e-14 * Math.abs(x), `p = ${p}`);
  assert.equal(normalQuantile(0.5), 0);
});

test('the own logarithm is as exact as Math.log', () => {
  fc.assert(
    fc.property(fc.double({ min: 2 ** -40, max: 1, noNaN: true }), (x) => {
      const error = Math.abs(naturalLog(x) - Math.log(x));
      assert.ok(error <= 4e-16 * Math.max(1, Math.abs(Math.log(x))) * 4);
    }),
  );
});

test('a seed gives the same numbers for ever', () => {
  const random = randomFrom('golden');
  assert.deepEqual(
    [random.uniform(), random.uniform(), random.normal(), random.integer(1000)],
    [0.5537372555118054, 0.1894330650102347, -0.6219312950194948, 780],
  );
  const fork = randomFrom('golden').fork('initialization').fork('block0/conv1/kernel');
  assert.deepEqual([fork.uniform(), fork.normal()], [0.3406897278036922, 0.9715676326420366]);
});

test('a fork depends on its name and its parent, not on what was drawn before', () => {
  const parent = randomFrom('seed');
  const before = parent.fork('order').uniform();
  parent.normal();
  assert.equal(parent.fork('order').uniform(), before);
  assert.notEqual(parent.fork('dropout').uniform(), before);
  assert.notEqual(randomFrom('other seed').fork('order').uniform(), before);
  assert.notEqual(parent.fork('a').fork('b').uniform(), parent.fork('ab').uniform());
});

test('uniform and normal numbers have the moments of their distributions', () => {
  const random = randomFrom('moments');
  const count = 100_000;
  const moments = (draw: () => number): [number, number] => {
    const x = Float64Array.from({ length: count }, draw);
    const mean = x.reduce((sum, value) => sum + value, 0) / count;
    return [mean, x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count];
  };
  const [uniformMean, uniformVariance] = moments(() => random.uniform());
  assert.ok(Math.abs(uniformMean - 0.5) < 0.005 && Math.abs(uniformVariance - 1 / 12) < 0.002);
  const [normalMean, normalVariance] = moments(() => random.normal());
  assert.ok(Math.abs(normalMean) < 0.015 && Math.abs(normalVariance - 1) < 0.02);
});

test('integer(n) gives every number below n, and refuses what is not a whole number', () => {
  const random = randomFrom('integers');
  const seen = new Set(Array.from({ length: 200 }, () => random.integer(6)));
  assert.deepEqual([...seen].sort(), [0, 1, 2, 3, 4, 5]);
  assert.equal(random.integer(1), 0);
  assert.throws(() => random.integer(0), /whole number/);
  assert.throws(() => random.integer(2.5), /whole number/);
});

test('a stream tells how far it has been drawn, and goes on from any place', () => {
  const random = randomFrom('places');
  const drawn = Array.from({ length: 11 }, () => random.uniform());
  assert.equal(random.position, 11);
  for (const place of [0, 3, 4, 9]) {
    const other = randomFrom('places');
    other.position = place;
    assert.deepEqual(
      drawn.slice(place),
      Array.from({ length: 11 - place }, () => other.uniform()),
    );
  }
  random.position = 2;
  assert.equal(random.uniform(), drawn[2]);
  assert.throws(() => (random.position = -1), /whole number from 0/);
});
