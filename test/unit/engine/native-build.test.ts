import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa, execaSync } from 'execa';
import { packageVersion } from '../../../harness/engine/native/home.ts';

const script = fileURLToPath(new URL('../../../harness/engine/native/build.ts', import.meta.url));
const skip =
  packageVersion('tensorflow') === undefined && '@tensorflow/tfjs-node is not installed here';

/** Does this command end well here? */
const works = (command: string, ...flags: string[]): boolean =>
  execaSync(command, flags, { reject: false }).exitCode === 0;

const noPython = !works('python3', '-c', 'import venv') && 'there is no python3 with venv';
const noPip = !works('python3', '-m', 'pip', '--version') && 'there is no python3 with pip';
const noNamespaces =
  !works('unshare', '-rm', 'mount', '-t', 'tmpfs', 'none', tmpdir()) &&
  'a file system of its own needs unshare and user namespaces';

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

  test('pip', { skip: noPython }, async () => {
    const python = join(folder, 'no pip');
    await execa('python3', ['-m', 'venv', '--without-pip', python]);
    assert.match(
      await build([], { CXX: process.execPath, PATH: join(python, 'bin') }),
      /Python has no pip\. Install it \(.+\), or give a wheel with --wheel\./,
    );
  });

  test('the network', { skip: noPip }, async () => {
    // Nothing listens on port 9 of this machine; pip tells of a lost connection only when it tries again.
    const pip = {
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: 'http://127.0.0.1:9/',
      PIP_RETRIES: '1',
    };
    assert.match(
      await build([], { CXX: process.execPath, PATH: process.env['PATH']!, ...pip }),
      /No wheel: pip does not reach its package index\. Check the network and pip’s settings/,
    );
  });

  test('room on the disk', { skip: noNamespaces }, async () => {
    const small = join(folder, 'small disk');
    mkdirSync(small);
    const onSmallDisk = 'mount -t tmpfs -o size=1m none "$0" && exec "$@"';
    const command = [process.execPath, '--import', 'tsx', script, '--from', 'wheel'];
    const { exitCode, stderr } = await execa(
      'unshare',
      ['-rm', 'sh', '-c', onSmallDisk, small, ...command],
      { env: { TTR_CACHE: small }, reject: false },
    );
    assert.equal(exitCode, 1);
    assert.match(stderr, /has 0\.0 GB free, the build needs 3 GB\. Free some, or set TTR_CACHE/);
  });

  test('the wheel that was named', async () => {
    const wheel = join(folder, 'none.whl');
    const stderr = await build(['--wheel', wheel], { CXX: process.execPath });
    assert.ok(stderr.includes(`There is no ${wheel}.`));
  });

  test('a route that exists', async () => {
    assert.match(
      await build(['--from', 'nowhere'], {}),
      /argument 'nowhere' is invalid\. Allowed choices are official, wheel\./,
    );
  });
});
