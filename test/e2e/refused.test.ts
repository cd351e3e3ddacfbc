/** Submitted code runs nowhere but in restricted processes, and what is not in order keeps nobody else from running. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, readdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { after, before, test } from 'node:test';
import { refused } from './commands/said.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

const written = join(tmpdir(), `ttr-written-${process.pid}`);
const steps = ['--suite', 'smoke', '--engine', 'wasm', '--slots', '1'];

/** Writes a file by every way there is at the top level, and hides what went wrong. */
const writes = `
  const g = globalThis as any;
  const path = ${JSON.stringify(written)};
  for (const way of [
      () => g.process.getBuiltinModule('node:fs').writeFileSync(path, 'x'),
      () => g.process.binding('fs'),
      () => g.process.mainModule.require('node:fs').writeFileSync(path, 'x'),
      () => (0, eval)('require')('node:fs').writeFileSync(path, 'x'),
  ]) try { way(); } catch {}
`;

let project: TemporaryProject;
before(() => {
  project = temporaryProject({
    good: submissionText('return sgd;'),
    writer: submissionText('return sgd;') + writes,
    endless: submissionText('return sgd;').replace(
      'algorithm:',
      "space: { rate: { scale: 'log', min: 0, max: 1 } } as const,\n  algorithm:",
    ),
  });
});
after(() => {
  project.remove();
  rmSync(written, { force: true });
});

const nothingWritten = (): void => {
  assert.equal(existsSync(written), false, 'submitted code wrote a file');
};

test('plan says what is not known, and makes neither data nor step times nor results', async () => {
  const done = await project.ttr(['plan', ...steps, '--submissions', 'good,writer']);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.match(
    done.stdout,
    /Not known yet, .*: quadratic: data not fetched; quadratic: not calibr/,
  );
  for (const made of ['cache/data', 'cache/calibration', 'results'])
    assert.equal(existsSync(join(project.folder, made)), false, made);
  nothingWritten();
});

test('a submission that writes a file while it is loaded writes none under list, check and run', async () => {
  assert.equal((await project.ttr(['list'])).exitCode, 0);
  nothingWritten();
  await project.ttr(['check', 'writer']);
  nothingWritten();
  await project.ttr(['trial', 'writer', 'quadratic', '--engine', 'wasm', '--evaluations', '1']);
  nothingWritten();
});

test('run names what is not in order in the words of check, runs the others, scores them, and exits with 1', async () => {
  const checked = await refused(project, ['check', 'endless']);
  assert.match(
    checked,
    /Submission "endless" is not in order:\n {2}- space.rate is a log scale from 0/,
  );
  const done = await project.ttr(['run', ...steps, '--submissions', 'endless,good']);
  assert.equal(done.exitCode, 1);
  const words = checked.replace(/^error: /, '').trim();
  assert.ok(done.stderr.includes(words), done.stderr);
  assert.match(done.stderr, /1 of 2 submissions not in order, and left out: endless\./);
  assert.match(done.stdout, /Leaderboard: .*leaderboard\.html/);
  const results = await project.results();
  assert.deepEqual(
    results.map(({ plan }) => plan.submission),
    ['good'],
  );
  assert.equal(existsSync(join(project.folder, 'results', 'leaderboard.html')), true);
});

test('only what changed runs again, and one line says why', async () => {
  const run = ['run', ...steps, '--submissions', 'good', '--no-page'];
  const again = await project.ttr([...run, '--recalibrate']);
  assert.match(again.stderr, /1 of 1 trials have results already and are not run again/);
  const file = join(project.folder, 'submissions', 'good', 'submission.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('0.05', '0.04'));
  const changed = await project.ttr(run);
  assert.match(changed.stderr, /^1 result is of an older `good`: submission\.ts changed\.$/m);
  assert.equal((await project.results()).length, 2);
});

test('results of another machine are no reason to run again, and get a table of their own', async () => {
  const run = ['run', ...steps, '--submissions', 'good'];
  const [path] = (await readdir(join(project.folder, 'results'), { recursive: true })).filter(
    (name) => name.endsWith('.json') && name.includes('good'),
  );
  const here = join(project.folder, 'results', path!.split(sep)[0]!);
  const there = join(project.folder, 'results', '0123456789ab-wasm');
  await rename(here, there);
  for (const name of await readdir(there, { recursive: true })) {
    if (!name.endsWith('.json')) continue;
    const file = join(there, name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(/"fingerprint":"[0-9a-f]{12}"/, '"fingerprint":"0123456789ab"'),
    );
  }
  const moved = await project.ttr(run);
  assert.equal(moved.exitCode, 0, moved.stderr);
  assert.match(moved.stderr, /1 of 1 trials have results already and are not run again/);
  const self = join(project.folder, 'submissions', 'second');
  await cp(join(project.folder, 'submissions', 'good'), self, { recursive: true });
  const both = await project.ttr(['run', ...steps, '--submissions', 'good,second']);
  assert.equal(both.exitCode, 0, both.stderr);
  assert.match(both.stdout, /Machine and engine 0123456789ab-wasm: 1 results/);
  assert.equal(both.stdout.match(/^Leaderboard: /gm)?.length, 2);
});
