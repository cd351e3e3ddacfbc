/** Two runs of one trial give the same losses to the last bit; `ttr replay` says so, and finds a changed bit. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

let project: TemporaryProject;
let file: string;

before(async () => {
  project = temporaryProject({ plain: submissionText('return sgd;') }, { seeded: true });
  await project.ttr(['run', '--suite', 'smoke', '--engine', 'wasm']);
  const names = await readdir(join(project.folder, 'results'), { recursive: true });
  file = join(
    project.folder,
    'results',
    names.find((name) => name.endsWith('.json'))!,
  );
});
after(() => {
  project.remove();
});

test('a replay gives every evaluation again, to the last bit', async () => {
  const { exitCode, stdout, stderr } = await project.ttr(['replay', file]);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /evaluations are the same to the last bit/);
});

test('a replay finds one changed bit of one loss', async () => {
  const text = await readFile(file, 'utf8');
  const { evaluations } = JSON.parse(text) as { evaluations: { trainingLoss: number }[] };
  const loss = evaluations[0]!.trainingLoss;
  const bits = new Float64Array([loss]);
  new Uint8Array(bits.buffer)[0]! ^= 1;
  const changed = join(project.folder, 'changed.json');
  await writeFile(changed, text.replace(`"trainingLoss":${loss}`, `"trainingLoss":${bits[0]!}`));
  const { exitCode, stderr } = await project.ttr(['replay', changed]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /The replay differs at evaluation 1/);
});
