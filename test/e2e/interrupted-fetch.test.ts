/** Ctrl-C while data are fetched leaves at once and keeps nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ttr = fileURLToPath(new URL('../../harness/ttr.js', import.meta.url));

test('Ctrl-C while data are fetched leaves at once and keeps nothing', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'ttr-cache-'));
  const silent = createServer(); // takes requests and never answers
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const fetching = execa(process.execPath, [ttr, 'data', 'fetch', 'text_lm'], {
    env: { TTR_CACHE: cache, npm_config_registry: `http://127.0.0.1:${port}/` },
    reject: false,
    timeout: 60_000,
  });
  await Promise.race([once(silent, 'request'), fetching]);
  fetching.kill('SIGINT');
  const { exitCode, stderr, timedOut } = await fetching;
  silent.closeAllConnections();
  silent.close();
  assert.ok(!timedOut);
  assert.equal(exitCode, 130, stderr);
  const data = join(cache, 'data');
  assert.deepEqual(existsSync(data) ? readdirSync(data) : [], []);
  rmSync(cache, { recursive: true });
});
