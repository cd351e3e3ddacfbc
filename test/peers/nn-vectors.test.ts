import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const torch = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
const skip = torch ? false : `${python} has no torch; set TTR_PYTHON to one that does`;

test('The stored vectors of the layers are what PyTorch computes', { skip }, () => {
  const script = fileURLToPath(new URL('./nn_vectors.py', import.meta.url));
  const { stdout, status, stderr } = spawnSync(python, [script], { maxBuffer: 2 ** 24 });
  assert.equal(status, 0, stderr.toString());
  const computed = numbersIn(stdout.toString());
  const stored = numbersIn(
    readFileSync(new URL('../unit/nn/vectors.json', import.meta.url), 'utf8'),
  );
  assert.equal(computed.length, stored.length);
  computed.forEach((x, i) => {
    assert.ok(Math.abs(x - stored[i]!) <= 1e-6 * Math.max(1, Math.abs(x)), `number ${i} is ${x}`);
  });
});

/** All numbers of the cases, in order. */
function numbersIn(text: string): number[] {
  const numbers: number[] = [];
  JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'number') numbers.push(value);
    return value;
  });
  return numbers;
}
