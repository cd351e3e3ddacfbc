import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const numpy = spawnSync(python, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0;
const skip = numpy ? false : `${python} has no numpy; set TTR_PYTHON to one that does`;

/** Every number with its place, such as `methods autoLrs 10 params 3`. */
const numbersIn = (value: unknown, place = ''): [string, number][] => {
  if (typeof value === 'number') return [[place.trim(), value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => numbersIn(item, `${place} ${key}`));
};

test(
  'the stored numbers of the papers’ methods are what NumPy computes in float64',
  { skip },
  () => {
    const script = fileURLToPath(new URL('papers_vectors.py', import.meta.url));
    const { stdout, stderr, status } = spawnSync(python, [script], {
      encoding: 'utf8',
      maxBuffer: 2 ** 24,
    });
    assert.equal(status, 0, stderr);
    const file = readFileSync(
      new URL('../unit/optim/papers-vectors.json', import.meta.url),
      'utf8',
    );
    const stored = new Map(numbersIn(JSON.parse(file)));
    const computed = numbersIn(JSON.parse(stdout));
    assert.deepEqual(
      computed.map(([place]) => place),
      [...stored.keys()],
    );
    for (const [place, value] of computed)
      assert.ok(Math.abs(value - stored.get(place)!) < 1e-6, `${place} is ${value}`);
  },
);
