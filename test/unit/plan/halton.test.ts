/** Quasi-random points: what every study is sure to cover, and what decides a point. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { choice, linear, log } from '#spec';
import { haltonCoordinates, haltonPoint } from '../../../harness/plan/halton.ts';
import { pointOf } from '../../../harness/plan/search.ts';

const dimensions = 12;

/** Coordinate by coordinate, what the trials of a study try: [dimensions][trials]. */
function studyOf(study: number, trials: number): number[][] {
  const points = Array.from({ length: trials }, (_, i) =>
    haltonPoint({ study, trial: i + 1, trials }, dimensions),
  );
  return Array.from({ length: dimensions }, (_, d) => points.map((point) => point[d]!));
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('in each of twenty studies of five trials every one of twelve coordinates falls once into each fifth', () => {
  for (let study = 1; study <= 20; study++)
    for (const [d, units] of studyOf(study, 5).entries()) {
      const fifths = units.map((u) => Math.floor(u * 5)).sort();
      assert.deepEqual(fifths, numbers(5), `study ${study}, dimension ${d + 1}: ${units.join()}`);
      assert.ok(units.some((u) => u < 0.5) && units.some((u) => u >= 0.5));
    }
});

test('a study of any number of trials has one in each of as many parts of the range', () => {
  for (const trials of [1, 2, 3, 4, 7, 20])
    for (const units of studyOf(2, trials))
      assert.deepEqual(
        units.map((u) => Math.floor(u * trials)).sort((a, b) => a - b),
        numbers(trials),
      );
});

test('each study of five tries both values of a choice of two, at every place of a space', () => {
  const names = numbers(dimensions).map((d) => `dropout${d}`);
  const space = Object.fromEntries(names.map((name) => [name, choice(0, 0.1)]));
  for (let study = 1; study <= 20; study++) {
    const points = numbers(5).map((i) => pointOf(space, { study, trial: i + 1, trials: 5 }));
    for (const name of names)
      assert.equal(new Set(points.map((point) => point[name])).size, 2, `${name}, study ${study}`);
  }
});

test('no two of twelve coordinates move together over three studies of five', () => {
  const columns = numbers(dimensions).map((d) =>
    [1, 2, 3].flatMap((study) => studyOf(study, 5)[d]!),
  );
  columns.forEach((x, a) => {
    columns.slice(0, a).forEach((y, b) => {
      const r = correlation(x, y);
      assert.ok(Math.abs(r) < 0.55, `dimensions ${b + 1} and ${a + 1}: ${r}`);
    });
  });
});

test('the coordinates are spread evenly: by the hundredth study no tenth of a range has more than its share', () => {
  for (const d of [0, 4, 11]) {
    const units = numbers(100).flatMap((i) => studyOf(i + 1, 5)[d]!);
    for (const tenth of numbers(10)) {
      const share = units.filter((u) => Math.floor(u * 10) === tenth).length / units.length;
      // Of 100 values in a fifth 50 are wanted, with a standard deviation of 5.
      assert.ok(Math.abs(share - 0.1) < 0.04, `dimension ${d + 1}, tenth ${tenth}: ${share}`);
    }
  }
});

test('before they are stratified they are radical inverses: as many neighbours as the base fall apart, all shifted alike', () => {
  for (const [d, base] of [2, 3, 5, 7, 11].entries()) {
    const units = haltonCoordinates(d, base * 4, base).sort((a, b) => a - b);
    units.forEach((u, i) => {
      const next = units[i + 1] ?? units[0]! + 1;
      assert.ok(Math.abs(next - u - 1 / base) < 1e-12, `base ${base}: ${u}, then ${next}`);
    });
  }
});

test('a point follows from study, trial and trials alone, and an added dimension changes no other', () => {
  const draw = { study: 3, trial: 2, trials: 5 };
  const point = haltonPoint(draw, dimensions);
  assert.deepEqual(haltonPoint(draw, dimensions), point);
  assert.deepEqual(haltonPoint(draw, 4), point.slice(0, 4));
  assert.notDeepEqual(haltonPoint({ ...draw, study: 2 }, dimensions), point);
  assert.deepEqual(
    haltonPoint({ study: 1, trial: 1, trials: 5 }, 3).map((u) => u.toFixed(6)),
    ['0.243290', '0.141774', '0.668900'],
  );
});

test('a trial that a study does not have is refused', () => {
  for (const draw of [
    { study: 1, trial: 6, trials: 5 },
    { study: 0, trial: 1, trials: 5 },
    { study: 1, trial: 1.5, trials: 5 },
  ])
    assert.throws(() => haltonPoint(draw, 2), /There is no trial .* Count from 1/);
});

test('points lie within their ranges, whatever the trial', () => {
  const space = { rate: log(1e-4, 1), decay: linear(0, 2), kind: choice('a', 'b', 'c') };
  const draws = fc
    .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 30 }))
    .chain(([study, trials]) =>
      fc.record({
        study: fc.constant(study),
        trial: fc.integer({ min: 1, max: trials }),
        trials: fc.constant(trials),
      }),
    );
  fc.assert(
    fc.property(draws, (draw) => {
      const { rate, decay, kind } = pointOf(space, draw);
      assert.ok(Number(rate) >= 1e-4 && Number(rate) <= 1);
      assert.ok(Number(decay) >= 0 && Number(decay) <= 2);
      assert.ok(['a', 'b', 'c'].includes(String(kind)));
    }),
  );
});

/** Pearson's coefficient. */
function correlation(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const covariance = mean(x.map((v, i) => (v - mx) * (y[i]! - my)));
  const variances = mean(x.map((v) => (v - mx) ** 2)) * mean(y.map((v) => (v - my) ** 2));
  return covariance / Math.sqrt(variances);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
