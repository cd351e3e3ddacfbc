import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import prettier from 'prettier';
import ts from 'typescript';
import { newSubmission } from '../../../harness/plan/new-submission.ts';
import { testSubmission } from '../../contract/submission-contract.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

// Inside the checkout, where `#spec` and `#optim` mean what they mean in submissions/.
mkdirSync(join(root, '.ttr'), { recursive: true });
const folder = mkdtempSync(join(root, '.ttr', 'new-submission-'));
const file = join(folder, 'submission.ts');
writeFileSync(file, newSubmission('first_try'));

before(async () => {
  await tf.setBackend('cpu');
});
after(() => {
  rmSync(folder, { recursive: true });
});

testSubmission('a new submission', folder);

test('a new submission type-checks', () => {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram([file], options);
  const messages = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  assert.deepEqual(messages, []);
});

test('a new submission is formatted as the project is', async () => {
  const style = await prettier.resolveConfig(join(root, 'submissions', 'x', 'submission.ts'));
  const text = newSubmission('first_try');
  assert.equal(await prettier.format(text, { ...style, parser: 'typescript' }), text);
  assert.match(text, /title: 'First try'/);
});

test('a name that cannot be a folder of a submission is refused', () => {
  for (const name of ['', 'Lion', '2nd', 'my-method', '../adamw', "it's"])
    assert.throws(
      () => newSubmission(name),
      /cannot be a submission's name\. Use at most 64 lower-case/,
    );
});
