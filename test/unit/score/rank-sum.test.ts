import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { rankSum, studiesNeeded, type Stratum } from '../../../harness/score/rank-sum.ts';

/** All ways to give `count` of these times to A. */
function splits(times: readonly number[], count: number): Stratum[] {
  if (count === 0) return [{ a: [], b: times }];
  if (times.length < count) return [];
  const [first, ...rest] = times as [number, ...number[]];
  const withFirst = splits(rest, count - 1).map(({ a, b }) => ({ a: [first, ...a], b }));
  return [...withFirst, ...splits(rest, count).map(({ a, b }) => ({ a, b: [first, ...b] }))];
}

/** Pairs of studies that A wins, even ones as one half. */
const leadOf = ({ a, b }: Stratum): number =>
  a
    .flatMap((x) => b.map((y) => (x < y ? 1 : x === y ? 0.5 : 0)))
    .reduce<number>((s, v) => s + v, 0);

const times = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constant(Infinity)), {
  minLength: 1,
  maxLength: 3,
});

test('p is the share of all splits of the studies that put one at least as far ahead, ties and misses included', () => {
  fc.assert(
    fc.property(times, times, times, times, (a, b, c, d) => {
      const seen = [
        { a, b },
        { a: c, b: d },
      ];
      const lead = leadOf(seen[0]!) + leadOf(seen[1]!);
      const leads = splits([...a, ...b], a.length).flatMap((one) =>
        splits([...c, ...d], c.length).map((other) => leadOf(one) + leadOf(other)),
      );
      const share = leads.filter((other) => other >= lead).length / leads.length;
      const test = rankSum(seen);
      if (test === undefined) assert.equal(share, 1);
      else assert.ok(Math.abs(test.aAhead - share) < 1e-12, `${test.aAhead} ${share}`);
    }),
  );
});

test('three studies against three on one workload give p = 0.1 at best, four against four 0.029', () => {
  const inOrder = (studies: number): Stratum => ({
    a: Array.from({ length: studies }, (_, i) => 1 + i),
    b: Array.from({ length: studies }, (_, i) => 10 + i),
  });
  const [three, four] = [rankSum([inOrder(3)])!, rankSum([inOrder(4)])!];
  assert.ok(Math.abs(three.p - 0.1) < 1e-12 && Math.abs(three.leastP - 0.1) < 1e-12);
  assert.ok(Math.abs(four.p - 2 / 70) < 1e-12);
  assert.ok(Math.abs(rankSum([inOrder(3), inOrder(3)])!.p - 2 / 400) < 1e-12);
});

test('where nothing differs, or one has no studies, there is no test', () => {
  assert.equal(rankSum([{ a: [Infinity, Infinity], b: [Infinity] }]), undefined);
  assert.equal(rankSum([{ a: [], b: [1, 2, 3] }]), undefined);
});

test('seen from the other side, the test exchanges its two probabilities', () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      const [one, other] = [rankSum([{ a, b }]), rankSum([{ a: b, b: a }])];
      assert.equal(one === undefined, other === undefined);
      if (one === undefined || other === undefined) return;
      assert.ok(Math.abs(one.aAhead - other.bAhead) < 1e-12 && Math.abs(one.p - other.p) < 1e-12);
    }),
  );
});

test('four studies decide on one workload, one study from six workloads on, and more comparisons need more', () => {
  assert.deepEqual(
    [1, 2, 3, 5, 6].map((workloads) => studiesNeeded(workloads)),
    [4, 3, 2, 2, 1],
  );
  assert.equal(studiesNeeded(3, 6), 3);
});
