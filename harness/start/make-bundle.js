// Bundles an entry file with all of the project that it imports, and notes what it was made of.
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { cacheFolder, keptDays, noteOf, olderThan, stampOf } from './import-source.js';

/** What decides beside the sources: aliases, compiler options, esbuild's version, these two files. */
const decisive = (root) =>
  ['package.json', 'tsconfig.json', 'node_modules/esbuild/package.json']
    .map((file) => join(root, file))
    .concat(['import-source.js', 'make-bundle.js'].map(besideThis));

const besideThis = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * Reads every source itself: its stamp is taken before its text, so a change in between is seen at the next start; and
 * `import.meta.url` stays the address of the source, wherever the bundle lies.
 */
const noteSources = (stamps) => ({
  name: 'note-sources',
  setup(plugin) {
    plugin.onLoad({ filter: /\.(ts|js|json)$/ }, ({ path }) => {
      stamps.set(path, stampOf(path));
      const text = readFileSync(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      const loader = extname(path).slice(1);
      const contents = loader === 'json' ? text : text.replace(/import\.meta\.url/g, () => url);
      return { contents, loader };
    });
  },
});

/** Makes the bundle of an entry file; undefined where the project's cache cannot be written. */
export async function makeBundle(root, file) {
  const folder = cacheFolder(root);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    return undefined;
  }
  const stamps = new Map(decisive(root).map((path) => [path, stampOf(path)]));
  const outdir = join(folder, 'out');
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: root,
    outdir,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [noteSources(stamps)],
    logLevel: 'silent',
  });
  const files = outputFiles.map(({ path, contents }) => ({
    name: relative(outdir, path),
    contents,
  }));
  const place = writeOnce(folder, basename(file, extname(file)), files);
  const note = noteOf(root, file);
  const bundle = join(relative(folder, place), `${basename(file, extname(file))}.mjs`);
  const inputs = [...stamps].map(([path, stamp]) => [relative(root, path), stamp]);
  writeFileSync(`${note}.${process.pid}`, JSON.stringify({ bundle, inputs }));
  renameSync(`${note}.${process.pid}`, note);
  sweep(folder, place);
  return join(folder, bundle);
}

/** Writes files into a folder named for their content, whole or not at all, whoever else is writing it. */
function writeOnce(folder, label, files) {
  const hash = createHash('sha256');
  for (const { name, contents } of files) hash.update(name).update(contents);
  const place = join(folder, `${label}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(place)) return place;
  const aside = `${place}.${process.pid}`;
  for (const { name, contents } of files) {
    mkdirSync(dirname(join(aside, name)), { recursive: true });
    writeFileSync(join(aside, name), contents);
  }
  try {
    renameSync(aside, place);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (!existsSync(place)) throw error; // another process was first
  }
  return place;
}

/** Deletes what no process used for long, the bundle just made excepted. */
function sweep(folder, place) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (path !== place && olderThan(path, keptDays)) rmSync(path, { recursive: true, force: true });
  }
}
