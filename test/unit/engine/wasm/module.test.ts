import assert from 'node:assert/strict';
import test from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { build, renderModule } from '../../../../harness/engine/wasm/build.ts';
import { Heap } from '../../../../harness/engine/wasm/heap.ts';
import { installKernels } from '../../../../harness/engine/wasm/install.ts';
import { base64, sha256 } from '../../../../harness/engine/wasm/module.ts';
import { openWasm } from '../../../../harness/engine/wasm/open.ts';
import { readFile } from 'node:fs/promises';

test('the committed module is what its sources build', async () => {
  const committed = new URL('../../../../harness/engine/wasm/module.ts', import.meta.url);
  assert.equal(await readFile(committed, 'utf8'), renderModule(await build()));
});

test('the module is under 100 KB and imports the memory only', () => {
  const binary = Buffer.from(base64, 'base64');
  assert.ok(binary.length < 100_000, `${binary.length} bytes`);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(binary));
  assert.deepEqual(imports, [{ module: 'env', name: 'memory', kind: 'memory' }]);
});

test('opening names the kernels, leaves no listeners behind, and may be repeated', async () => {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.listenerCount(event));
  const { facts } = await openWasm();
  assert.equal(facts['kernels'], sha256.slice(0, 16));
  assert.deepEqual(
    events.map((event) => process.listenerCount(event)),
    before,
  );
  installKernels();
  assert.equal(tf.getBackend(), 'wasm');
});

test('installing on another backend is an error', async () => {
  const script = `
    const tf = await import('@tensorflow/tfjs');
    const { installKernels } = await import('${new URL('../../../../harness/engine/wasm/install.ts', import.meta.url).href}');
    await tf.setBackend('cpu');
    installKernels();`;
  const { execa } = await import('execa');
  const run = await execa(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { reject: false },
  );
  assert.match(run.stderr, /need the backend "wasm", not "cpu"/u);
});

test('a backend that keeps its tensors elsewhere is refused', () => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const foreign = { wasm: { asm: { memory }, HEAPU8: new Uint8Array(8) } };
  assert.throws(
    () => new Heap(foreign as never),
    /does not keep its tensors in one WebAssembly.Memory/u,
  );
});
