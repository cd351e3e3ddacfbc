import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import { findSandboxTools, restrictedNode, wrapCommand } from '../../../harness/run/sandbox.ts';
import { parseCpuList } from '../../../harness/machine/cores.ts';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'ttr sandbox '));
  writeFileSync(join(folder, 'secret.txt'), 'validation data');
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script as trainers are run, with no file to read but itself. */
async function run(script: string): Promise<{ exitCode?: number; stdout: string; stderr: string }> {
  const file = join(folder, 'script.mjs');
  writeFileSync(file, script);
  const command = restrictedNode(file, [], folder);
  const wrapped = wrapCommand(await findSandboxTools(), { cpus: [0], network: false, command });
  return execa(wrapped.file, [...wrapped.args], { reject: false });
}

test('a trainer cannot read what it was not given', async () => {
  const { stderr } = await run(
    `import { readFileSync } from 'node:fs'; readFileSync('${join(folder, 'secret.txt')}');`,
  );
  assert.match(stderr, /ERR_ACCESS_DENIED/);
});

test('a trainer starts no processes and no workers', async () => {
  const { stderr } = await run(
    `import { spawnSync } from 'node:child_process'; spawnSync('true');`,
  );
  assert.match(stderr, /ERR_ACCESS_DENIED/);
  const worker = await run(
    `import { Worker } from 'node:worker_threads'; new Worker('', { eval: true });`,
  );
  assert.match(worker.stderr, /ERR_ACCESS_DENIED/);
});

test('a trainer reaches no network', async (t) => {
  if ((await findSandboxTools()).offline === undefined) {
    t.skip('this system lets nobody but root take the network away');
    return;
  }
  const { stdout } = await run(
    `import { networkInterfaces } from 'node:os'; console.log(Object.values(networkInterfaces()).flat().length);`,
  );
  assert.equal(stdout, '0');
});

test('tools that do not work are left out of the command line', () => {
  const none = { pin: false, offline: undefined, orphans: false };
  assert.deepEqual(wrapCommand(none, { cpus: [1], network: false, command: ['node', 'x'] }), {
    file: 'node',
    args: ['x'],
  });
});

test('lists of CPUs are read as Linux writes them', () => {
  assert.deepEqual(parseCpuList('0-3,8\n'), [0, 1, 2, 3, 8]);
  assert.deepEqual(parseCpuList(''), []);
});
