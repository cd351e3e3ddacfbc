import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'node:test';
import { thin } from '../../../../harness/report/charts/thin.ts';

/** A noisy curve from left to right, and indices of some of its points. */
const curves = fc
  .array(
    fc.tuple(fc.double({ min: 0.01, max: 3, noNaN: true }), fc.integer({ max: 500, min: 0 })),
    {
      minLength: 1,
      maxLength: 900,
    },
  )
  .map((steps) => {
    let x = 0;
    return steps.map(([step, y]) => ({ x: (x += step), y }));
  });

test('a thinned curve keeps its ends and the points asked for, in order, and few others', () => {
  fc.assert(
    fc.property(curves, fc.nat(), fc.nat(), (points, a, b) => {
      const kept = [a % points.length, b % points.length];
      const indices = thin(points, kept, 200);
      for (const index of [0, points.length - 1, ...kept]) assert.ok(indices.includes(index));
      assert.deepEqual(
        indices,
        [...new Set(indices)].sort((i, j) => i - j),
      );
      assert.ok(indices.length <= 200 + 4);
    }),
    { numRuns: 100 },
  );
});

test('points on a straight line are not drawn, a bend is', () => {
  const points = Array.from({ length: 101 }, (_, x) => ({ x, y: Math.abs(x - 40) }));
  assert.deepEqual(thin(points, [], 200), [0, 40, 100]);
  assert.deepEqual(thin(points, [70], 200), [0, 40, 70, 100]);
});

test('a curve without points or of one point is drawn as it is', () => {
  assert.deepEqual(thin([], [], 200), []);
  assert.deepEqual(thin([{ x: 1, y: 1 }], [0], 200), [0]);
});
