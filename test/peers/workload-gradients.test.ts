import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { before, test } from 'node:test';
import { openEngine } from '../../harness/engine/engine.ts';
import type { EngineName } from '../../harness/record/machine.ts';
import {
  assertClose,
  digest,
  ourGradients,
  type Digest,
  type GradientCase,
  type Gradients,
} from '../unit/workloads/gradient-case.ts';
import { gradientCases } from '../unit/workloads/gradient-cases.ts';
import { requestOf } from './request.ts';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const torch = spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
const skip = torch ? false : `${python} has no torch; set TTR_PYTHON to one that does`;
const cases = await gradientCases();
const frozenFile = fileURLToPath(new URL('../unit/workloads/gradients.json', import.meta.url));

/** `TTR_ENGINE=tensorflow` compares the native engine. */
const engine = (process.env['TTR_ENGINE'] ?? 'wasm') as EngineName;
before(() => openEngine(engine, { threads: 1 }));

for (const example of cases) {
  const peer = fileURLToPath(new URL(`./${example.workload}.py`, import.meta.url));
  const without = existsSync(peer) ? false : `there is no test/peers/${example.workload}.py`;
  const title = `${example.workload}, ${example.variant}: loss and gradients are PyTorch's`;
  test(title, { skip: skip || without }, () => {
    const theirs = theirGradients(example, peer);
    const ours = ourGradients(example);
    assert.ok(
      Math.abs(ours.loss / theirs.loss - 1) < 1e-5,
      `loss ${ours.loss}, not ${theirs.loss}`,
    );
    assert.deepEqual(Object.keys(ours.grads).sort(), Object.keys(theirs.grads).sort());
    for (const [path, grad] of Object.entries(ours.grads)) {
      const error = relativeError(grad, theirs.grads[path]!);
      assert.ok(error < 1e-4, `${path}: the gradient is off by ${error} of its norm`);
    }
    keepFrozen(example, digest(theirs));
  });
}

function theirGradients(example: GradientCase, script: string): Gradients {
  const run = spawnSync(python, [script], {
    input: JSON.stringify(requestOf(example)),
    maxBuffer: 2 ** 28,
  });
  assert.equal(run.status, 0, run.stderr.toString());
  const { loss, grads } = JSON.parse(run.stdout.toString()) as {
    loss: number;
    grads: Record<string, string>;
  };
  const unpacked = Object.entries(grads).map(([path, text]) => {
    const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
    return [path, new Float64Array(bytes.buffer)] as const;
  });
  return { loss, grads: Object.fromEntries(unpacked) };
}

/** |a - b| / |b|, Euclidean norms. */
function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [difference, norm] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference / norm);
}

/** Compares with the stored answers, or stores them where TTR_FREEZE is set. */
function keepFrozen({ workload, variant }: GradientCase, now: Digest): void {
  const frozen = JSON.parse(readFileSync(frozenFile, 'utf8')) as Record<string, Digest>;
  const name = `${workload}/${variant}`;
  if (process.env['TTR_FREEZE']) {
    const sorted = Object.entries({ ...frozen, [name]: now }).sort(([a], [b]) => (a < b ? -1 : 1));
    writeFileSync(frozenFile, `${JSON.stringify(Object.fromEntries(sorted))}\n`);
    return;
  }
  const stored = frozen[name];
  assert.ok(stored, `there are no stored answers for ${name}; TTR_FREEZE=1 stores them`);
  assertClose(now, stored, 1e-6);
}
