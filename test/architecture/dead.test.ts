/** Nothing lies about that nobody uses: files, exports, packages. knip follows imports from the entries in package.json. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { root } from './sources.ts';

test('no file, export or dependency is without a use, and none is used without being declared', async () => {
  const { exitCode, stdout, stderr } = await execa('npm', ['run', '--silent', 'dead'], {
    cwd: root,
    reject: false,
  });
  assert.equal(exitCode, 0, `npm run dead:\n${stdout}\n${stderr}`);
});
