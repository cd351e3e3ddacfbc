/** What a submission is, without running it in this process. */
import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeSubmission } from '../../../harness/prepare/describe.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ttr describe '));
cpSync(join(root, 'package.json'), join(folder, 'package.json'));
cpSync(join(root, 'harness'), join(folder, 'harness'), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
const project = { root: folder, cache: join(folder, 'cache'), results: join(folder, 'results') };
const escaped = join(tmpdir(), `ttr-escaped-${process.pid}`);
after(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(escaped, { force: true });
});

const describe = (name: string, text: string) => {
  mkdirSync(join(folder, 'submissions', name), { recursive: true });
  writeFileSync(join(folder, 'submissions', name, 'submission.ts'), text);
  return describeSubmission(project, name);
};

const submission = (fields: string, before = ''): string => `
  import { defineSubmission, log } from '#spec';
  import * as optim from '#optim';
  ${before}
  export default defineSubmission({
    title: 'Méthode Ω', authors: ['A', 'B'], reference: 'https://example.org/x',
    algorithm: () => optim.optimizer(optim.scaleByLearningRate(0.1)),
    ${fields}
  });
`;

const problemsOf = async (name: string, text: string): Promise<string> => {
  const found = await describe(name, text);
  assert.ok(found.kind === 'refused');
  return found.refused.problems.join('\n');
};

test('a submission is described with its title, its space and its ruleset', async () => {
  const found = await describe('tuned', submission('space: { rate: log(1e-3, 1) },'));
  assert.ok(found.kind === 'described');
  const { about, ruleset, space, hash } = found.submission;
  assert.deepEqual(about, {
    title: 'Méthode Ω',
    authors: ['A', 'B'],
    reference: 'https://example.org/x',
  });
  assert.equal(ruleset, 'external');
  assert.deepEqual(space, { rate: { scale: 'log', min: 1e-3, max: 1 } });
  assert.match(hash, /^[0-9a-f]{64}$/);
  const self = await describe('self_tuning', submission(''));
  assert.equal(self.kind === 'described' && self.submission.ruleset, 'self-tuning');
});

test('a changed source is described anew, an unchanged one keeps its hash', async () => {
  const hashOf = async (text: string): Promise<string> => {
    const found = await describe('edited', text);
    assert.ok(found.kind === 'described');
    return found.submission.hash;
  };
  const first = await hashOf(submission('space: { rate: log(1e-3, 1) },'));
  const second = await hashOf(submission('space: { rate: log(1e-3, 2) },'));
  assert.notEqual(first, second);
  assert.equal(await hashOf(submission('space: { rate: log(1e-3, 1) },')), first);
});

test('numbers that JSON cannot say are seen as what they are', async () => {
  const space = 'space: { rate: log(0, 1), decay: { scale: "linear", min: NaN, max: Infinity } },';
  const text = await problemsOf('endless', submission(space));
  assert.match(text, /space.rate is a log scale from 0/);
  assert.match(text, /space.decay runs from NaN to Infinity/);
});

test('what a submission does at its top level reaches neither files nor this process', async () => {
  const found = await describe(
    'writes',
    submission(
      '',
      `const g = globalThis as any;
       try { g.process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(escaped)}, 'x'); } catch {}
       try { g.process.exit(7); } catch {}
       g.leaked = 1;`,
    ),
  );
  assert.equal(found.kind, 'described');
  assert.equal(existsSync(escaped), false);
  assert.equal('leaked' in globalThis, false);
});

test('an import that is not allowed is refused by file and line before anything runs', async () => {
  const text = await problemsOf(
    'imports',
    submission('', `import fs from 'node:fs'; fs.statSync('.');`),
  );
  assert.match(
    text,
    /submission\.ts:4: .*imports 'node:fs'\. It may import: its own folder, #spec/,
  );
});

test('a submission that throws, or exports nothing, is refused with its reason', async () => {
  assert.match(await problemsOf('throws', `throw new TypeError('no such luck');`), /no such luck/);
  assert.match(await problemsOf('nothing', `export const x = 1;`), /default export is undefined/);
});

test('TensorFlow.js is there for a submission that uses it while it is loaded', async () => {
  const found = await describe(
    'eager',
    submission(
      'space: { rate: log(1e-3, one) },',
      `import * as tf from '@tensorflow/tfjs'; const one = tf.util.sizeFromShape([2]);`,
    ),
  );
  assert.ok(found.kind === 'described');
  assert.deepEqual(found.submission.space, { rate: { scale: 'log', min: 1e-3, max: 2 } });
});

test('a folder whose name could not be saved, printed and exported is refused with what is allowed', async () => {
  const found = await describe('Méthode Ω', submission(''));
  assert.ok(found.kind === 'refused');
  assert.match(
    found.refused.problems[0]!,
    /cannot be a submission's name. Use at most 64 lower-case/,
  );
});
