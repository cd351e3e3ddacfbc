import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { before, test } from 'node:test';
import { openEngine } from '../../harness/engine/engine.ts';
import type { Digest } from '../unit/workloads/gradient-case.ts';
import { gradientCases } from '../unit/workloads/gradient-cases.ts';
import { requestOf } from './request.ts';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const jax = spawnSync(python, ['-c', 'import jax, optax'], { stdio: 'ignore' }).status === 0;
const skip = jax ? false : `${python} has no jax with optax; set TTR_PYTHON to one that does`;
const frozen = JSON.parse(
  readFileSync(new URL('../unit/workloads/gradients.json', import.meta.url), 'utf8'),
) as Record<string, Digest>;

before(() => openEngine('wasm', { threads: 1 }));

test("The JAX peers' losses are those that PyTorch gave", { skip }, async () => {
  const hasPeer = (workload: string): boolean =>
    existsSync(new URL(`./jax_peers/${workload}.py`, import.meta.url));
  const cases = (await gradientCases()).filter(({ workload }) => hasPeer(workload));
  const input = cases.map((example) => JSON.stringify(requestOf(example))).join('\n');
  const script = fileURLToPath(new URL('./jax_peer.py', import.meta.url));
  const run = spawnSync(python, [script], { input, maxBuffer: 2 ** 24 });
  assert.equal(run.status, 0, run.stderr.toString());
  const losses = run.stdout.toString().trim().split('\n').map(Number);
  assert.equal(losses.length, cases.length);
  losses.forEach((loss, i) => {
    const name = `${cases[i]!.workload}/${cases[i]!.variant}`;
    const stored = frozen[name]!.loss;
    assert.ok(Math.abs(loss / stored - 1) < 1e-5, `${name}: loss ${loss}, not ${stored}`);
  });
});
