import assert from 'node:assert/strict';
import test from 'node:test';
import { judgeAa, pairOrder, type AaPair } from '../../../harness/score/aa.ts';
import { stream } from '../../../harness/score/stream.ts';
import { quantileT, withinT } from '../../../harness/score/student-t.ts';

/** Pairs on a machine with log-normal noise, some heavy outliers, a linear drift and a slower second slot. */
function machine(
  seed: number,
  { pairs = 12, noise = 0.02, outliers = 0, drift = 0, slower = 1, isHeavy = false },
): AaPair[] {
  const random = stream(seed, 'machine');
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  /** Student's t with two degrees of freedom where tails are heavy: its variance is infinite. */
  const error = (): number => normal() / (isHeavy ? Math.sqrt(-Math.log(1 - random())) : 1);
  let clock = 0;
  const run = (slot: number): number => {
    const spike = random() < outliers ? 1.3 : 1;
    return 100 * Math.exp(noise * error() + drift * clock++) * spike * (slot === 2 ? slower : 1);
  };
  return pairOrder(pairs).map((first) => {
    const [one, two] = [run(1), run(2)];
    return {
      workload: 'w',
      first,
      seconds: first === 'A' ? { A: one, B: two } : { A: two, B: one },
    };
  });
}

const machines = Array.from({ length: 2000 }, (_, seed) => seed);
const rate = (says: (seed: number) => boolean): number =>
  machines.filter(says).length / machines.length;

test('a 5 % slower second slot is reported as position bias, and not as a difference', () => {
  const planted = { slower: 1.05 };
  assert.ok(
    rate((seed) => judgeAa(machine(seed, planted)).positionBias === 'first is faster') > 0.95,
  );
  assert.ok(rate((seed) => judgeAa(machine(seed, planted)).verdict !== 'same') <= 0.05);
  const { position } = judgeAa(machine(1, planted));
  assert.ok(position.low < 1.05 && position.high > 1.05 && position.low > 1);
});

for (const [words, faults] of Object.entries({
  'plain noise': {},
  'few pairs': { pairs: 4 },
  'outliers of 30 %': { outliers: 0.1 },
  'heavy tails': { isHeavy: true },
  'heavy tails and few pairs': { isHeavy: true, pairs: 4 },
  'a drift of 0.2 % a trial': { drift: 0.002, pairs: 16 },
})) {
  test(`with ${words} and nothing planted, false verdicts stay within 5 %`, () => {
    assert.ok(rate((seed) => judgeAa(machine(seed, faults)).verdict !== 'same') <= 0.05);
  });
}

for (const isHeavy of [false, true]) {
  test(`without drift, false reports of position bias stay within 5 %${isHeavy ? ', heavy tails or not' : ''}`, () => {
    assert.ok(rate((seed) => judgeAa(machine(seed, { isHeavy })).positionBias !== 'none') <= 0.05);
  });
}

test('the noise floor lies above what A and B differ by, and shrinks with more pairs', () => {
  for (const seed of machines.slice(0, 200)) {
    const { noiseFloor, speedup } = judgeAa(machine(seed, {}));
    assert.ok(noiseFloor >= Math.max(speedup, 1 / speedup) - 1e-12);
  }
  const few = judgeAa(machine(3, { pairs: 8 })).noiseFloor;
  assert.ok(judgeAa(machine(3, { pairs: 64 })).noiseFloor < few);
});

test('the order is balanced over every four pairs and starts AB BA BA AB', () => {
  assert.deepEqual(pairOrder(4), ['A', 'B', 'B', 'A']);
  const order = pairOrder(64);
  for (let i = 0; i < 64; i += 4) {
    assert.equal(order.slice(i, i + 4).filter((first) => first === 'A').length, 2);
  }
});

test('too few pairs, or all in one order, are refused', () => {
  assert.throws(() => judgeAa(machine(1, { pairs: 3 })), /at least 4 pairs/);
  const oneSided = machine(1, { pairs: 8 }).map((pair): AaPair => ({ ...pair, first: 'A' }));
  assert.throws(() => judgeAa(oneSided), /some with B first/);
});

test("Student's t agrees with tables", () => {
  const table = [
    [1, 0.95, 12.706],
    [2, 0.95, 4.303],
    [5, 0.95, 2.571],
    [10, 0.98, 2.764],
    [30, 0.95, 2.042],
  ] as const;
  for (const [freedom, probability, t] of table) {
    assert.ok(Math.abs(quantileT(probability, freedom) - t) < 6e-4, `${freedom}`);
    assert.ok(Math.abs(withinT(t, freedom) - probability) < 1e-4, `${freedom}`);
  }
});
