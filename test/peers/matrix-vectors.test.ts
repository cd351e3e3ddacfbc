import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const numpy = spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;
const skip = numpy ? false : `${python} has no numpy; set TTR_PYTHON to one that does`;

type Methods = Record<string, Record<string, number[]>>;

/** Every number with its place, such as `soap 10 3`. */
const numbersIn = (methods: Methods): Map<string, number> =>
  new Map(
    Object.entries(methods).flatMap(([method, steps]) =>
      Object.entries(steps).flatMap(([step, row]) =>
        row.map((value, i) => [`${method} ${step} ${i}`, value] as const),
      ),
    ),
  );

test('the stored steps of the matrix methods are what NumPy computes in float64', { skip }, () => {
  const script = fileURLToPath(new URL('matrix_vectors.py', import.meta.url));
  const { stdout, stderr, status } = spawnSync(python, [script], {
    encoding: 'utf8',
    maxBuffer: 2 ** 24,
  });
  assert.equal(status, 0, stderr);
  const file = readFileSync(new URL('../unit/optim/matrix-vectors.json', import.meta.url), 'utf8');
  const [stored, computed] = [file, stdout].map((text) =>
    numbersIn((JSON.parse(text) as { methods: Methods }).methods),
  );
  assert.deepEqual([...computed!.keys()], [...stored!.keys()]);
  for (const [place, value] of computed!)
    assert.ok(Math.abs(value - stored!.get(place)!) < 1e-6, `${place} is ${value}`);
});
