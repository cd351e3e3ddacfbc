import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fingerprintOf, machineOf } from '../../../harness/machine/facts.ts';
import { allFacts } from '../../../harness/record/machine.ts';

test('a fingerprint is 12 hex digits of what decides bits and seconds, whatever its order', () => {
  const numerics = { engine: 'wasm' };
  const fingerprint = fingerprintOf({ numerics, timing: { cpu: 'A', node: 'v20' } });
  assert.match(fingerprint, /^[0-9a-f]{12}$/);
  assert.equal(fingerprint, fingerprintOf({ numerics, timing: { node: 'v20', cpu: 'A' } }));
  assert.notEqual(fingerprint, fingerprintOf({ numerics, timing: { node: 'v22', cpu: 'A' } }));
  assert.notEqual(fingerprint, fingerprintOf({ numerics: {}, timing: { cpu: 'A', node: 'v20' } }));
});

test('Two processes give this machine the same fingerprint', () => {
  const module = new URL('../../../harness/machine/facts.ts', import.meta.url).href;
  const program = `import('${module}').then((m) => console.log(m.machineOf('wasm').fingerprint));`;
  const other = execFileSync(process.execPath, ['--import', 'tsx', '-e', program]);
  assert.equal(other.toString().trim(), machineOf('wasm').fingerprint);
});

test('Engines have different fingerprints, and each names its libraries', () => {
  const wasm = machineOf('wasm');
  const native = machineOf('tensorflow');
  assert.notEqual(wasm.fingerprint, native.fingerprint);
  assert.equal(wasm.numerics['tfjs'], '4.22.0');
  assert.match(wasm.numerics['kernels'] ?? '', /^[0-9a-f]{16}$/);
  assert.ok(native.numerics['libtensorflow'] !== undefined);
  const facts = allFacts(wasm);
  for (const fact of ['cpu', 'cpus', 'memory', 'kernel', 'node', 'v8', 'lockfile'])
    assert.ok((facts[fact] ?? '').length > 0, `${fact} is missing`);
  assert.deepEqual(Object.keys(wasm.noted), ['os', 'kernel', 'lockfile']);
});
