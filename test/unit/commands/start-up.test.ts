/** What `ttr` loads before a command acts: nothing that takes long to load. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, type Metafile } from 'esbuild';
import { openProject } from '../../../harness/prepare/project.ts';

const { root } = openProject();

/** Packages that a file's chunk loads at once, as `import()` splits the chunks. */
async function loadedBy(file: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [file],
    absWorkingDir: root,
    outdir: join(root, 'never-written'),
    bundle: true,
    splitting: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const outputs = Object.entries(metafile.outputs);
  const [entry] = outputs.find(([, { entryPoint }]) => entryPoint === file)!;
  const chunks = new Set<string>();
  return [...packagesOf(metafile, entry, chunks)].sort();
}

function packagesOf({ outputs }: Metafile, chunk: string, seen: Set<string>): Set<string> {
  seen.add(chunk);
  const found = new Set<string>();
  for (const { path, kind, external } of outputs[chunk]!.imports) {
    if (kind === 'dynamic-import') continue;
    if (external === true) {
      if (!path.startsWith('node:')) found.add(path);
    } else if (!seen.has(path))
      for (const name of packagesOf({ inputs: {}, outputs }, path, seen)) found.add(name);
  }
  return found;
}

test('the command line loads the parser of options, tables and the cache’s place, and nothing else', async () => {
  assert.deepEqual(await loadedBy('harness/cli.ts'), ['commander', 'env-paths']);
});
