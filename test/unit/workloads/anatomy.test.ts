/** Every workload is whole; what is not is told by name, with what to do. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { namesOf } from '../../../harness/prepare/folders.ts';
import { loadWorkload } from '../../../harness/prepare/workload-facts.ts';
import { anatomyProblems } from './anatomy.ts';
import { gradientCases, workloadsWithCases } from './gradient-cases.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const names = namesOf(root, 'workload');

test('every workload has the files of a workload, gradient cases, and a row in workloads/README.md', async () => {
  const problems = await Promise.all(
    names.map(async (name) => {
      const workload = await loadWorkload(root, name);
      return anatomyProblems(root, name, Object.keys(workload.variants));
    }),
  );
  assert.deepEqual(problems.flat(), []);
});

test('every folder beside them is a workload, or the one of what they share', () => {
  const folders = readdirSync(join(root, 'workloads'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const strays = folders.filter((name) => name !== 'shared' && !names.includes(name));
  assert.deepEqual(strays, [], `no workload.ts in: ${strays.join(', ')}`);
});

test('every file of cases belongs to a workload', () => {
  const strays = workloadsWithCases().filter((name) => !names.includes(name));
  assert.deepEqual(strays, [], `cases without a workload: ${strays.join(', ')}. Delete them.`);
});

test('the base and every variant of a workload have a gradient case', async () => {
  const found = (await gradientCases()).map(({ workload, variant }) => `${workload}/${variant}`);
  const wanted = await Promise.all(
    names.map(async (name) => {
      const workload = await loadWorkload(root, name);
      return ['base', ...Object.keys(workload.variants)].map((variant) => `${name}/${variant}`);
    }),
  );
  assert.deepEqual(found.sort(), wanted.flat().sort());
});

test('what a folder lacks is told by file, with what to do', () => {
  const copy = mkdtempSync(join(tmpdir(), 'ttr anatomy '));
  try {
    cpSync(join(root, 'workloads', 'quadratic'), join(copy, 'workloads', 'bare'), {
      recursive: true,
    });
    for (const name of ['parameters.ts', 'derivation/README.md'])
      rmSync(join(copy, 'workloads', 'bare', name));
    writeFileSync(join(copy, 'workloads', 'README.md'), '| `quadratic` | row |\n## Targets\n');
    mkdirSync(join(copy, 'test', 'unit', 'workloads'), { recursive: true });
    const problems = anatomyProblems(copy, 'bare', ['steep']);
    const wanted = [
      /^workloads\/bare has no parameters\.ts\. Write it: the options/,
      /derivation has no base\.json\. Run npx ttr targets/,
      /derivation has no steep\.json/,
      /no gradient cases\. Write test\/unit\/workloads\/bare\.case\.ts/,
      /no row for bare/,
    ];
    assert.equal(problems.length, wanted.length, problems.join('\n'));
    wanted.forEach((pattern, i) => {
      assert.match(problems[i]!, pattern);
    });
  } finally {
    rmSync(copy, { recursive: true });
  }
});
