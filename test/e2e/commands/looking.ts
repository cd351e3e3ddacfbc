/** Commands that only look: --version, --help, list, doctor, workloads, data. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { commands } from '../../../harness/commands/all.ts';
import { nameOf } from '../../../harness/commands/declare.ts';
import { allFacts, type Machine } from '../../../harness/record/machine.ts';
import { withTable } from '../../../harness/targets/workload-table.ts';
import type { TemporaryProject } from '../temporary-project.ts';
import { cells, json, refused, said } from './said.ts';

export function looking(project: TemporaryProject): void {
  const { folder } = project;
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

  test('--version and --help', async () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    assert.equal((await said(project, ['--version'])).stdout, version);
    const { stdout } = await said(project, ['--help']);
    for (const command of commands) {
      const [word] = nameOf(command).split(' ');
      assert.match(stdout, new RegExp(`^ {2}${word!} `, 'm'));
    }
    assert.match(stdout, /\n {2}\$ ttr run --suite quick\n/);
    assert.match(await refused(project, ['nosuch']), /unknown command 'nosuch'/);
  });

  test('list', async () => {
    const { stdout } = await said(project, ['list']);
    assert.deepEqual(cells(stdout).slice(0, 10), [
      ['Workloads'],
      ['name', 'task', 'target', 'step hint', 'variants'],
      ['quadratic', 'Noisy least squares, for tests', 'meanSquaredError <= 0.02', '30000', 'steep'],
      [''],
      ['Submissions'],
      ['name', 'method', 'ruleset', 'reference'],
      ['plain', 'Test', 'self-tuning', 'https://example.org'],
      ['twice', 'Test', 'self-tuning', 'https://example.org'],
      ['Not in order: reader; npx ttr check reader says why.'],
      [''],
    ]);
    const submission = {
      title: 'Test',
      authors: ['Test'],
      reference: 'https://example.org',
      ruleset: 'self-tuning',
    };
    const refusal =
      'Submission "reader" cannot be bundled:\n  submissions/reader/submission.ts:1: ' +
      "submissions/reader/submission.ts imports 'node:fs'. It may import: its own folder, #spec, #optim, @tensorflow/tfjs.";
    assert.deepEqual(await json(project, ['list']), {
      workloads: [
        {
          name: 'quadratic',
          title: 'Noisy least squares, for tests',
          metric: { name: 'meanSquaredError', goal: 'minimize' },
          target: 0.02,
          stepHint: 30_000,
          batchSize: 32,
          variants: ['steep'],
        },
      ],
      submissions: ['plain', 'twice'].map((name) => ({ name, ...submission })),
      refused: [{ name: 'reader', problems: [refusal] }],
      suites: JSON.parse(read('workloads/suites.json')) as object,
    });
  });

  test('doctor', async () => {
    const { stdout } = await said(project, ['doctor']);
    const found = (await json(project, ['doctor'])) as {
      engines: { name: string; state: string }[];
      machine: Machine;
      slots: number[];
      sandbox: { what: string; holds: boolean }[];
      disturbances: unknown[];
    };
    assert.deepEqual(
      found.engines.map(({ name }) => name),
      ['tensorflow-gpu', 'tensorflow', 'wasm'],
    );
    assert.equal(found.engines.at(-1)!.state, 'ready');
    const lines = cells(stdout);
    for (const { name, state } of found.engines)
      assert.ok(lines.some(([first, second]) => first === name && second === state));
    assert.ok(stdout.includes(`\nMachine ${found.machine.fingerprint}\n`));
    for (const [fact, value] of Object.entries(allFacts(found.machine)))
      assert.ok(
        lines.some(([first, second]) => first === fact && second === value),
        fact,
      );
    assert.ok(stdout.includes(`\nSlots for trials: CPU ${found.slots.join(', ')}\n`));
    for (const { what, holds } of found.sandbox)
      assert.ok(stdout.includes(`\n  ${holds ? 'yes' : 'NO '}  ${what}\n`));
    assert.ok(Array.isArray(found.disturbances));
  });

  test('workloads', async () => {
    const { stdout } = await said(project, ['workloads']);
    const rows = stdout.split('\n').filter((line) => line.startsWith('|'));
    assert.match(
      rows[2]!,
      /^\| `quadratic` +\| meanSquaredError <= 0\.02 +\| 0\.022 \| 30,000 +\| 40,000 /,
    );
    assert.match(rows[3]!, /^\| - `steep` +\| meanSquaredError <= 0\.02 +\|/);
    const readme = 'workloads/README.md';
    const before =
      '# Workloads\n\n<!-- workloads:begin, written by npx ttr workloads --write -->\n<!-- workloads:end -->\n';
    writeFileSync(join(folder, readme), before);
    const written = await said(project, ['workloads', '--write']);
    assert.equal(written.stdout, `wrote ${join(folder, readme)}`);
    assert.equal(read(readme), withTable(before, stdout));
  });

  test('data list, data fetch, data verify', async () => {
    const at = join(folder, 'cache', 'data', 'quadratic-1-e3b0c442');
    mkdirSync(join(folder, 'cache'), { recursive: true });
    const head = ['workload', 'from', 'state', 'folder'];
    const list = async () => cells((await said(project, ['data', 'list'])).stdout);
    assert.deepEqual(await list(), [head, ['quadratic', 'made here', 'not fetched', at]]);

    const examples = { train: 4096, validation: 512, test: 512 };
    const [fetched] = (await json(project, ['data', 'fetch'])) as { hash: string }[];
    const { hash } = fetched!;
    assert.deepEqual(fetched, { workload: 'quadratic', folder: at, hash, examples });
    assert.match(hash, /^[0-9a-f]{64}$/);
    const again = await said(project, ['data', 'fetch', 'quadratic']);
    assert.deepEqual(cells(again.stdout), [
      ['workload', 'train', 'validation', 'test', 'folder'],
      ['quadratic', '4096', '512', '512', at],
    ]);

    const files = Object.fromEntries(
      Object.keys(examples).map((split) => [split, join(at, `${split}.split`)]),
    );
    const prepared = { folder: at, hash, files, bytesFetched: 0, examples };
    assert.deepEqual(await json(project, ['data', 'list']), [
      {
        workload: 'quadratic',
        recipe: 'quadratic',
        revision: 1,
        packages: [],
        folder: at,
        prepared,
        bytes: 348_736,
      },
    ]);
    const intact = [{ workload: 'quadratic', status: 'intact', data: prepared }];
    assert.deepEqual(await json(project, ['data', 'verify']), intact);
    const verified = await said(project, ['data', 'verify', 'quadratic']);
    assert.deepEqual(cells(verified.stdout), [
      ['workload', 'state'],
      ['quadratic', 'intact'],
    ]);
  });
}
