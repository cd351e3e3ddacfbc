// Imports TypeScript of the project from a bundle in its cache. The bundle is made anew as soon as one of its sources changed,
// so what runs is what lies there; where the cache cannot be written, tsx compiles on the way.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, utimesSync } from 'node:fs';
import module from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Inside node_modules, so that a bundle finds its packages, and `npm ci` sweeps it away. */
export const cacheFolder = (root) =>
  join(root, 'node_modules', '.cache', 'time-to-result', 'start');

/** What a file has when its content is the same: any change of it moves ctime, which nobody can set back. */
export function stampOf(file) {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'absent' : `${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
}

/** The note that says which bundle belongs to this entry file, and what it was made of. */
export function noteOf(root, file) {
  const key = createHash('sha256')
    .update(`${realpathSync(root)}\n${resolve(file)}`)
    .digest('hex');
  return join(cacheFolder(root), `${key.slice(0, 16)}.json`);
}

/** The bundle of this entry file; undefined where there is none, or a source is not what it was. */
function freshBundle(root, file) {
  let note;
  try {
    note = JSON.parse(readFileSync(noteOf(root, file), 'utf8'));
  } catch {
    return undefined;
  }
  const fresh = note.inputs.every(([input, stamp]) => stampOf(join(root, input)) === stamp);
  const bundle = join(cacheFolder(root), note.bundle);
  return fresh && existsSync(bundle) ? bundle : undefined;
}

/** Days after which a bundle that no process started from is deleted. */
export const keptDays = 14;
const day = 24 * 3600 * 1000;

/** Whether a file or folder was last written, or used, before so many days. */
export const olderThan = (path, days) =>
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > days * day;

/** Notes that a process uses this bundle, whose parts it may load much later. */
export function keep(bundle) {
  const now = new Date();
  try {
    if (olderThan(dirname(bundle), 1)) utimesSync(dirname(bundle), now, now);
  } catch {
    // In a cache that cannot be written nothing is deleted either.
  }
}

/** The module in this TypeScript file of the project at `root`. */
export async function importSource(root, file) {
  let bundle = freshBundle(root, file);
  if (bundle === undefined) {
    const { makeBundle } = await import('./make-bundle.js');
    bundle = await makeBundle(root, file);
  }
  if (bundle === undefined) {
    const { register } = await import('tsx/esm/api');
    register();
    return import(pathToFileURL(file).href);
  }
  keep(bundle);
  process.setSourceMapsEnabled(true); // stack traces name the sources
  module.enableCompileCache?.(join(cacheFolder(root), 'compiled')); // Node 22.8 or later
  return import(pathToFileURL(bundle).href);
}
