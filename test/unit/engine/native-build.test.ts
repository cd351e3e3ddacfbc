import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { packageVersion } from '../../../harness/engine/native/home.ts';

const script = fileURLToPath(new URL('../../../harness/engine/native/build.ts', import.meta.url));
const skip =
  packageVersion('tensorflow') === undefined && '@tensorflow/tfjs-node is not installed here';

describe('Building the native engine says what is missing', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'ttr native '));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the command with this environment, an empty cache and only those programs on the path that stand in `folder`. */
  const build = async (flags: string[], env: Record<string, string>) => {
    const { exitCode, stderr } = await execa(
      process.execPath,
      ['--import', 'tsx', script, '--from', 'wheel', ...flags],
      { env: { TTR_CACHE: join(folder, 'cache'), PATH: folder, ...env }, reject: false },
    );
    assert.equal(exitCode, 1);
    return stderr;
  };

  test('a C++ compiler', async () => {
    assert.match(
      await build([], { CXX: 'no-such-compiler' }),
      /There is no C\+\+ compiler "no-such-compiler"\. Install one .+ or name one in CXX\./,
    );
  });

  test('python3', async () => {
    // Node answers --version as a compiler would: only Python is missing.
    symlinkSync(process.execPath, join(folder, 'compiler'));
    assert.match(
      await build([], { CXX: join(folder, 'compiler') }),
      /There is no python3, which fetches and unpacks the wheel\. Install it/,
    );
  });

  test('the wheel that was named', async () => {
    const wheel = join(folder, 'none.whl');
    const stderr = await build(['--wheel', wheel], { CXX: process.execPath });
    assert.ok(stderr.includes(`There is no ${wheel}.`));
  });

  test('a route that exists', async () => {
    assert.match(
      await build(['--from', 'nowhere'], {}),
      /There is no route "nowhere"\. Choose one of: official, wheel\./,
    );
  });
});
