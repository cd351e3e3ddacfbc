import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

const start = new URL('../../../harness/start/import-source.js', import.meta.url).href;
const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A project whose `harness/main.ts` prints a word of `harness/word.ts`, and a process that starts it. */
function project(word: string) {
  const root = mkdtempSync(join(tmpdir(), 'ttr start '));
  folders.push(root);
  mkdirSync(join(root, 'harness'));
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  const main = join(root, 'harness', 'main.ts');
  writeFileSync(
    main,
    `import { word } from './word.ts';
interface Said { readonly word: string; readonly url: string }
export const said: Said = { word, url: import.meta.url };
export async function fail(): Promise<never> { return (await import('./failing.ts')).fail(); }
`,
  );
  writeFileSync(join(root, 'harness', 'word.ts'), `export const word: string = '${word}';\n`);
  writeFileSync(
    join(root, 'harness', 'failing.ts'),
    `interface Never { readonly happens: true }


export const fail = (): Never => { throw new Error('on line four'); };
`,
  );
  const run = async (then: string): Promise<string> => {
    const imported = `const { importSource } = await import('${start}');
const { said, fail } = await importSource(${JSON.stringify(root)}, ${JSON.stringify(main)});`;
    const code = [imported, then].join('\n');
    return (await execa('node', ['--input-type=module', '-e', code])).stdout;
  };
  const cache = join(root, 'node_modules', '.cache', 'time-to-result', 'start');
  return { root, main, cache, run, say: () => run('console.log(said.word)') };
}

test('a changed source is picked up, whatever its size and time of change', async () => {
  const { root, say } = project('one');
  assert.equal(await say(), 'one');
  const file = join(root, 'harness', 'word.ts');
  const { atime, mtime } = statSync(file);
  writeFileSync(file, `export const word: string = 'two';\n`);
  utimesSync(file, atime, mtime);
  assert.equal(await say(), 'two');
});

test('sources that did not change are bundled once', async () => {
  const { cache, say } = project('once');
  await say();
  const [bundle] = readdirSync(cache).filter((name) => name.startsWith('main-'));
  const made = statSync(join(cache, bundle!)).ctimeMs;
  assert.equal(await say(), 'once');
  assert.equal(statSync(join(cache, bundle!)).ctimeMs, made);
});

test('two first starts at once both work and leave one bundle', async () => {
  const { cache, say } = project('both');
  assert.deepEqual(await Promise.all([say(), say()]), ['both', 'both']);
  const kinds = readdirSync(cache).map((name) => name.replace(/[0-9a-f]{16}/, 'HASH'));
  assert.deepEqual(kinds.filter((name) => name !== 'compiled').sort(), ['HASH.json', 'main-HASH']);
});

test('in a bundle import.meta.url is the source’s, and a stack trace names file and line of the source', async () => {
  const { main, run } = project('here');
  assert.equal(await run('console.log(said.url)'), pathToFileURL(main).href);
  const stack = await run('await fail().catch((error) => console.log(error.stack))');
  assert.match(stack, /harness\/failing\.ts:4:/);
});

test('where the cache cannot be written the sources are compiled on the way', async () => {
  const { root, say } = project('without');
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.cache'), 'a file in the place of the folder');
  assert.equal(await say(), 'without');
});

test('a source that does not parse is named', async () => {
  const { root, say } = project('broken');
  writeFileSync(join(root, 'harness', 'word.ts'), 'export const word = ;\n');
  await assert.rejects(say(), /harness\/word\.ts:1:20/);
});

test('a bundle that no process used for two weeks is deleted when the next is made', async () => {
  const { cache, say } = project('now');
  mkdirSync(cache, { recursive: true });
  const [old, recent] = [
    join(cache, 'main-0000000000000000'),
    join(cache, 'main-1111111111111111'),
  ];
  const weeksAgo = new Date(Date.now() - 15 * 24 * 3600 * 1000);
  for (const folder of [old, recent]) mkdirSync(folder);
  utimesSync(old, weeksAgo, weeksAgo);
  await say();
  assert.deepEqual([existsSync(old), existsSync(recent)], [false, true]);
});
