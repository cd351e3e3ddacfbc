import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import {
  begin,
  report,
  verdictOf,
  withPair,
  type Comparison,
} from '../../../../harness/score/compare/comparison.ts';
import { enough, evidenceAgainst } from '../../../../harness/score/compare/evidence.ts';
import { logRatio, type ComparedPair } from '../../../../harness/score/compare/pair.ts';

const side = (seconds: number): ComparedPair['a'] =>
  seconds === Infinity ? { kind: 'missed' } : { kind: 'reached', seconds };
const pair = (a: number, b: number, workload = 'w'): ComparedPair => ({
  workload,
  a: side(a),
  b: side(b),
  allowedSeconds: 100,
  coreSeconds: 30,
});
const compared = (pairs: readonly ComparedPair[], margin?: number): Comparison =>
  pairs.reduce(withPair, begin('nadamw', 'adamw', margin));
const repeated = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

test('always ahead by about as much, a is called faster after six or seven pairs, and not before', () => {
  const pairs = repeated(12, (i) => pair(10, 12 + (i % 3) / 10));
  assert.deepEqual(verdictOf(compared(pairs.slice(0, 5))), { kind: 'undecided' });
  assert.deepEqual(verdictOf(compared(pairs.slice(0, 7))), { kind: 'faster', who: 'a' });
  assert.ok([6, 7].includes(evidenceAgainst(pairs, 0).enoughAt!));
  const { ratio, interval } = report(compared(pairs));
  assert.ok(ratio.kind === 'known' && ratio.value > 1.2 && ratio.value < 1.23);
  assert.ok(interval.low! > 1 && interval.low! <= ratio.value && interval.high! >= ratio.value);
});

test('a verdict stays once it is given, whatever comes after', () => {
  const pairs = [...repeated(8, () => pair(10, 12)), ...repeated(8, () => pair(12, 10))];
  assert.deepEqual(verdictOf(compared(pairs)), { kind: 'faster', who: 'a' });
});

test('a copy that takes the same time is the same within a margin, and undecided where none was asked for', () => {
  const pairs = repeated(24, (i) => pair(10 + (i % 2) / 20, 10 + ((i + 1) % 2) / 20));
  assert.deepEqual(verdictOf(compared(pairs)), { kind: 'undecided' });
  assert.deepEqual(verdictOf(compared(pairs, 1.1)), { kind: 'same', margin: 1.1 });
});

test('equal times and pairs that both missed are no evidence', () => {
  const pairs = repeated(20, (i) => (i % 2 === 0 ? pair(10, 10) : pair(Infinity, Infinity)));
  assert.ok(Math.abs(evidenceAgainst(pairs, 0).most - 1) < 1e-12);
  assert.equal(report(compared(pairs)).missedByBoth, 10);
});

test('who alone reaches the target is faster; its ratio is unknown', () => {
  const told = report(compared(repeated(8, () => pair(10, Infinity))));
  assert.deepEqual(told.verdict, { kind: 'faster', who: 'a' });
  assert.deepEqual([told.ratio.kind, told.missedByOne], ['unknown', 8]);
});

test('a comparison that went through JSON goes on as if it had not stopped', () => {
  const pairs = repeated(10, (i) => pair(10 + (i % 4), 12 + (i % 3)));
  const stopped = JSON.parse(JSON.stringify(compared(pairs.slice(0, 4), 1.05))) as Comparison;
  const resumed = pairs.slice(4).reduce(withPair, stopped);
  assert.deepEqual(report(resumed), report(compared(pairs, 1.05)));
  assert.ok(Math.abs(report(resumed).coreMinutes - 5) < 1e-12);
});

const times = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 90 }) },
  fc.constant(Infinity),
);

test('with a and b exchanged the evidence is the same and favours the other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(times, times), { maxLength: 15 }), (drawn) => {
      const one = evidenceAgainst(
        drawn.map(([a, b]) => pair(a, b)),
        0,
      );
      const other = evidenceAgainst(
        drawn.map(([a, b]) => pair(b, a)),
        0,
      );
      assert.ok(Math.abs(one.most - other.most) <= 1e-9 * one.most);
      if (one.enoughAt !== undefined) assert.notEqual(one.favours, other.favours);
    }),
    { numRuns: 50 },
  );
});

test('given the sizes, the mean of the evidence over all signs is at most 1 at any stopping rule: a martingale', () => {
  const sizes = [0.3, 0.1, 0.5, 0.2, 0.05, 0.4, 0.9, 0.15];
  let stopped = 0;
  for (let signs = 0; signs < 2 ** sizes.length; signs++) {
    const pairs = sizes.map((size, i) => pair(10, 10 * Math.exp((signs >> i) & 1 ? size : -size)));
    if (evidenceAgainst(pairs, 0).most >= enough) stopped++;
  }
  // Ville: P(ever enough) <= 1 / enough.
  assert.ok(stopped > 0 && stopped / 2 ** sizes.length <= 1 / enough, `${stopped}`);
});

test('a shifted pair is censored at the lesser of what both were allowed', () => {
  const known = logRatio(pair(10, 20), Math.log(2));
  assert.ok(known.kind === 'known' && Math.abs(known.value) < 1e-12);
  // a's 80 s would be 160 s, more than b was allowed; its 20 s of 100 s would be seen.
  assert.deepEqual(logRatio(pair(80, 50), Math.log(2)), { kind: 'beyond', value: Math.log(0.5) });
  assert.deepEqual(logRatio(pair(80, Infinity), Math.log(2)), { kind: 'even' });
});

test('impossible seconds and margins are refused', () => {
  assert.throws(() => compared([pair(0, 10)]), /finite and above 0; got 0/);
  assert.throws(() => begin('a', 'b', 0.9), /a ratio above 1.*got 0.9/);
});
