import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bestEngine, engineStates } from '../../../harness/engine/doctor.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import { engineEnvironment, enginePaths } from '../../../harness/engine/environment.ts';
import { restrictedNode } from '../../../harness/run/sandbox.ts';

/** Runs with an empty cache, where no native engine is built. */
async function withEmptyCache(run: () => Promise<void>): Promise<void> {
  const before = process.env['TTR_CACHE'];
  process.env['TTR_CACHE'] = mkdtempSync(join(tmpdir(), 'ttr-cache-'));
  try {
    await run();
  } finally {
    rmSync(process.env['TTR_CACHE'], { recursive: true });
    if (before === undefined) delete process.env['TTR_CACHE'];
    else process.env['TTR_CACHE'] = before;
  }
}

test('Where no native engine is built, wasm is the best and the others say what to do', () =>
  withEmptyCache(async () => {
    const states = await engineStates();
    assert.deepEqual(
      states.map(({ name, state }) => [name, state]),
      [
        ['tensorflow-gpu', 'absent'],
        ['tensorflow', 'absent'],
        ['wasm', 'ready'],
      ],
    );
    assert.match(states[0]!.advice, /npm run engine:native -- --gpu$/);
    assert.match(states[1]!.advice, /npm run engine:native$/);
    assert.equal(await bestEngine(), 'wasm');
  }));

test('A wanted engine that is missing is an error that says why and what to do', () =>
  withEmptyCache(async () => {
    await assert.rejects(openEngine('tensorflow', { threads: 1 }), {
      name: 'MissingEngine',
      message:
        /^Engine "tensorflow" is not available: .+ To get it: .*npm run engine:native; or take --engine wasm\.$/,
    });
  }));

test('A native engine gets its thread counts through the environment, wasm needs none', () => {
  const environment = engineEnvironment('tensorflow', 3);
  assert.equal(environment['TF_NUM_INTRAOP_THREADS'], '3');
  assert.equal(environment['TF_NUM_INTEROP_THREADS'], '3');
  assert.equal(environment['OMP_NUM_THREADS'], '3');
  assert.equal(environment['TF_FORCE_GPU_ALLOW_GROWTH'], undefined);
  assert.equal(engineEnvironment('tensorflow-gpu', 1)['TF_FORCE_GPU_ALLOW_GROWTH'], 'true');
  assert.deepEqual(engineEnvironment('wasm', 1), {});
});

test('The wasm engine opens, computes and fences', async () => {
  const engine = await openEngine('wasm', { threads: 1 });
  assert.equal(engine.name, 'wasm');
  assert.equal(engine.facts['tfjs'], '4.22.0');
  engine.fence();
});

test('Each engine that is ready opens under the permission model with only its own paths', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const scratch = mkdtempSync(join(root, 'node_modules', '.ttr-test-'));
  try {
    const bundle = join(scratch, 'open-engine.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('open-engine.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      outfile: bundle,
    });
    for (const { name, state } of await engineStates()) {
      if (state === 'absent') continue;
      const [node, ...flags] = restrictedNode(bundle, enginePaths(name), scratch);
      const env = { ...process.env, ...engineEnvironment(name, 1) };
      const output = execFileSync(node!, [...flags, name], { env, stdio: 'pipe' });
      assert.equal(output.toString(), `${name} 32\n`);
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
