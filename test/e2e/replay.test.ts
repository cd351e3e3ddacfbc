/**
 * Two runs of one trial give the same losses to the last bit; `ttr replay` says so, and finds a changed bit. What it runs is
 * the code that was kept, whatever became of the submission since.
 */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sha256 } from '../../harness/results/sha256.ts';
import { json, refused, said } from './commands/said.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

const same = /evaluations are the same to the last bit\.$/;
let project: TemporaryProject;
let file: string;
let code: string;

before(async () => {
  project = temporaryProject({ plain: submissionText('return sgd;') }, { seeded: true });
  await project.ttr(['run', '--suite', 'smoke', '--engine', 'wasm']);
  const results = join(project.folder, 'results');
  const names = await readdir(results, { recursive: true });
  file = join(
    results,
    names.find((name) => name.endsWith('.json'))!,
  );
  code = join(
    results,
    names.find((name) => /^code.*\.js$/.test(name))!,
  );
});
after(() => {
  project.remove();
});

test('a replay gives every evaluation again, to the last bit', async () => {
  assert.match((await said(project, ['replay', file])).stdout, same);
});

test('a replay finds one changed bit of one loss', async () => {
  const text = await readFile(file, 'utf8');
  const { evaluations } = JSON.parse(text) as { evaluations: { trainingLoss: number }[] };
  const loss = evaluations[0]!.trainingLoss;
  const bits = new Float64Array([loss]);
  new Uint8Array(bits.buffer)[0]! ^= 1;
  const changed = join(project.folder, 'changed.json');
  await writeFile(changed, text.replace(`"trainingLoss":${loss}`, `"trainingLoss":${bits[0]!}`));
  const said = await refused(project, ['replay', changed]);
  assert.match(said, /The replay differs at evaluation 1/);
});

suite('after the submission changed', () => {
  before(async () => {
    const source = join(project.folder, 'submissions', 'plain', 'submission.ts');
    await writeFile(source, (await readFile(source, 'utf8')).replace('0.05', '0.04'));
    await said(project, ['pack', 'results']);
  });

  test('a replay runs the code that was kept, and --current the code of today', async () => {
    assert.match((await said(project, ['replay', file])).stdout, same);
    const differs = await refused(project, ['replay', file, '--current']);
    assert.match(differs, /The replay differs at evaluation 1 .* Changed since: submission\.$/);
  });

  test('a replay needs no submission to be there, nor more than a pack', async () => {
    await rm(join(project.folder, 'submissions', 'plain'), { recursive: true });
    assert.match((await said(project, ['replay', file])).stdout, same);
    const { evaluations } = JSON.parse(await readFile(file, 'utf8')) as { evaluations: [] };
    await rename(join(project.folder, 'results'), join(project.folder, 'away'));
    const replayed = await json(project, ['replay', 'packed/plain.json#1']);
    const expected = {
      code: 'kept',
      identical: true,
      evaluations: evaluations.length,
      changed: [],
    };
    assert.deepEqual(replayed, expected);
    await rename(join(project.folder, 'away'), join(project.folder, 'results'));
    const gone = await refused(project, ['replay', file, '--current']);
    assert.match(gone, /There is no submission "plain"/);
  });

  test('code that is missing, changed or no submission’s is refused with what to do', async () => {
    const kept = await readFile(code, 'utf8');
    await writeFile(code, kept.replace('0.05', '0.06'));
    const changed = await refused(project, ['replay', file]);
    assert.match(
      changed,
      /The code of .*\.json is not what it was: .*\.js hashes to [0-9a-f]{64}\. .* Give --current to/,
    );
    await rm(code);
    const missing = await refused(project, ['replay', file]);
    assert.match(
      missing,
      /The code of .* was not kept, or is gone: there is no code\/[0-9a-f]{64}\.js in .* Give --current to run submissions\/plain as it is now\./,
    );
    const folder = join(project.folder, 'evil');
    await cp(join(project.folder, 'results'), folder, { recursive: true });
    await writeEvil(folder);
    const evil = await refused(project, ['replay', join(folder, 'evil.json')]);
    assert.match(evil, /Submission "plain" is not in order:\n.*it imports 'node:fs'/s);
  });
});

/** A result whose code, by its right hash, imports what no submission may. */
async function writeEvil(folder: string): Promise<void> {
  const text = `module.exports = require('node:fs');`;
  const hash = sha256(text);
  await writeFile(join(folder, 'code', `${hash}.js`), text);
  const result = await readFile(file, 'utf8');
  await writeFile(
    join(folder, 'evil.json'),
    result.replace(/"submission":"[0-9a-f]{64}"/, `"submission":"${hash}"`),
  );
}
