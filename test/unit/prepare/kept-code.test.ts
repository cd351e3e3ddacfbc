/** Code that was kept with a result runs as it was, or is refused: it may come from anybody. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { describeKeptCode } from '../../../harness/prepare/describe.ts';
import { openProject } from '../../../harness/prepare/project.ts';
import { mostCodeBytes } from '../../../harness/results/code.ts';
import { sha256 } from '../../../harness/results/sha256.ts';

const cache = mkdtempSync(join(tmpdir(), 'ttr kept code '));
const project = { ...openProject(), cache };
const escaped = join(tmpdir(), `ttr-escaped-kept-${process.pid}`);
after(() => {
  rmSync(cache, { recursive: true, force: true });
  rmSync(escaped, { force: true });
});

/** What esbuild makes of a small submission, with some lines before it. */
const bundled = (before = ''): string => `"use strict";
${before}
var tf = require("@tensorflow/tfjs");
module.exports = { default: {
  title: 'Kept', authors: ['A'], reference: 'https://example.org',
  algorithm: () => ({ init: () => ({}), step: ({ params }) => [params, {}] }),
} };
void tf;
`;

const problemsOf = async (text: string, name = 'gone'): Promise<string> => {
  const found = await describeKeptCode(project, name, text);
  assert.ok(found.kind === 'refused');
  return found.refused.problems.join('\n');
};

test('kept code is described without its folder, and is what runs, byte for byte', async () => {
  const found = await describeKeptCode(project, 'gone', bundled());
  assert.ok(found.kind === 'described', JSON.stringify(found));
  const { about, file, hash, ruleset } = found.submission;
  assert.equal(about.title, 'Kept');
  assert.equal(ruleset, 'self-tuning');
  assert.equal(hash, sha256(bundled()));
  assert.equal(await readFile(file, 'utf8'), bundled());
  rmSync(file);
});

test('kept code that imports what submissions may not is refused before anything runs', async () => {
  const words = /The kept code of "gone" cannot be bundled:\n.*it imports 'node:fs'\. Bundled code/;
  for (const line of [
    `require('node:fs').writeFileSync(${JSON.stringify(escaped)}, 'x');`,
    `try { require('node:fs').writeFileSync(${JSON.stringify(escaped)}, 'x'); } catch {}`,
    `import('node:fs').then((fs) => fs.writeFileSync(${JSON.stringify(escaped)}, 'x'));`,
  ])
    assert.match(await problemsOf(bundled(line)), words);
  assert.match(await problemsOf(bundled(`require('./near.js');`)), /it imports '\.\/near\.js'/);
  assert.match(await problemsOf('this is no code'), /The kept code of "gone" cannot be bundled/);
});

test('kept code that hides its imports is refused where it runs, and reaches no file', async () => {
  const hidden = `const name = ['node', 'fs'].join(':'); const ask = require; ask(name);`;
  assert.match(
    await problemsOf(bundled(hidden)),
    /its kept code cannot be loaded: .*Submitted code asked for 'node:fs'/,
  );
  const ways = `
    const g = globalThis; const path = ${JSON.stringify(escaped)};
    for (const way of [
      () => g.process.getBuiltinModule('node:fs').writeFileSync(path, 'x'),
      () => g.process.binding('fs'),
      () => (0, eval)('require')('node:fs').writeFileSync(path, 'x'),
    ]) try { way(); } catch {}
    g.leaked = 1;`;
  const found = await describeKeptCode(project, 'gone', bundled(ways));
  assert.ok(found.kind === 'described');
  assert.equal(existsSync(escaped), false);
  assert.equal('leaked' in globalThis, false);
  rmSync(found.submission.file);
});

test('kept code that is too long, or of a name that is none, is refused', async () => {
  const long = bundled(`// ${'x'.repeat(mostCodeBytes)}`);
  assert.match(await problemsOf(long), /its kept code is \d+ bytes long; 2097152 are allowed/);
  assert.match(await problemsOf(bundled(), '../up'), /cannot be a submission's name/);
});
