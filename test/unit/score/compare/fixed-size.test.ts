import assert from 'node:assert/strict';
import test from 'node:test';
import { fixedSizePairs } from '../../../../harness/score/compare/fixed-size.ts';
import { signedRankP } from '../../../../harness/score/compare/signed-rank.ts';

test('the signed rank test agrees with tables', () => {
  // All of one sign: 2 / 2^n.
  assert.equal(signedRankP([1, 2, 3, 4, 5, 6]), 2 / 64);
  // W- = 3 of 8 values: p = 0.0391 (Lehmann, table H).
  assert.ok(Math.abs(signedRankP([-1, -2, 3, 4, 5, 6, 7, 8]) - 10 / 256) < 1e-12);
  assert.equal(signedRankP([0, 0]), 1);
  assert.equal(signedRankP([Infinity, Infinity, Infinity, Infinity, Infinity, Infinity]), 2 / 64);
});

test('counted out and normal p agree where one takes over from the other', () => {
  const values = Array.from({ length: 25 }, (_, i) => (i % 3 === 0 ? -1 : 1) * (i + 1));
  const [exact, normal] = [signedRankP(values), signedRankP([...values, 1e-9])];
  assert.ok(Math.abs(exact - normal) < 0.03, `${exact} ${normal}`);
});

test('six pairs would do where all agree, and no size where half agree', () => {
  assert.deepEqual(fixedSizePairs([0.1, 0.2, 0.15, 0.12]), { kind: 'known', value: 6 });
  assert.deepEqual(fixedSizePairs([0.1, -0.1, 0.2, -0.2]), {
    kind: 'unknown',
    why: 'more than 400',
  });
  assert.equal(fixedSizePairs([0.1]).kind, 'unknown');
});
