/** Values made from source files, kept until one of these files changes. */
import { realpathSync, statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { stampOf } from '../start/import-source.js';
import { sha256 } from '../results/sha256.ts';
import { bundleFolder } from './bundle-file.ts';

/** Size and times of each source by its path from the root: any change of it moves ctime, which nobody can set back. */
type Sources = Readonly<Record<string, string>>;

interface Note<T> {
  /** Of the bundler that told which sources there are, and of what is made from them. */
  readonly maker: string;
  readonly sources: Sources;
  readonly value: T;
}

const stampsOf = (root: string, paths: readonly string[]): Sources =>
  Object.fromEntries(paths.map((path) => [path, stampOf(join(root, path))]));

/** Known without loading the bundler, which takes longer than all else here. */
const bundler = createRequire(import.meta.url)('esbuild/package.json') as { version: string };

/** Tells a file's stamp. */
export type StampOf = (path: string) => string;

/** Stamps that are taken once: for many values of the same sources, asked for in one go. */
export function stampedOnce(): StampOf {
  const taken = new Map<string, string>();
  return (path) => {
    let stamp = taken.get(path);
    if (stamp === undefined) taken.set(path, (stamp = stampOf(path)));
    return stamp;
  };
}

/** What is made; `revision` tells what this code makes of the sources. */
export interface Made {
  readonly root: string;
  readonly label: string;
  readonly revision: number;
  /** How sources are compared with those of a kept value; each anew when left out. */
  readonly stamps?: StampOf | undefined;
}

const makerOf = (revision: number): string => `esbuild ${bundler.version}, revision ${revision}`;
/** Of each checkout its own, also where several share their node_modules. */
const fileOf = (root: string, label: string): string =>
  join(bundleFolder(root), `${label}.${sha256(realpathSync(root)).slice(0, 8)}.json`);

async function readNote<T>(
  { root, revision, stamps = stampOf }: Made,
  file: string,
): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const note = JSON.parse(text) as Note<T>;
    if (note.maker !== makerOf(revision)) return undefined;
    const same = Object.entries(note.sources).every(
      ([path, stamp]) => stamps(join(root, path)) === stamp,
    );
    return same ? note.value : undefined;
  } catch {
    return undefined; // damaged: made anew
  }
}

/** The value kept as `label`, if its sources are still the same; makes nothing. */
export const onlyKept = <T>(made: Made): Promise<T | undefined> =>
  readNote<T>(made, fileOf(made.root, made.label));

/**
 * The value kept as `label`, or what `make` gives. `isThere` asks whether what the value speaks of still exists.
 */
export async function keptBySources<T>(
  made: Made,
  make: () => Promise<{ readonly value: T; readonly sources: readonly string[] }>,
  isThere: (value: T) => Promise<boolean> = () => Promise.resolve(true),
): Promise<T> {
  const { root, label, revision } = made;
  const file = fileOf(root, label);
  const kept = await readNote<T>(made, file);
  if (kept !== undefined && (await isThere(kept))) return kept;
  const began = Date.now();
  const { value, sources } = await make();
  // A source that changed meanwhile may have been read before or after: made anew the next time.
  const changed = (path: string): boolean => {
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    return found === undefined || found.ctimeMs >= began;
  };
  if (sources.some(changed)) return value;
  const note: Note<T> = { maker: makerOf(revision), sources: stampsOf(root, sources), value };
  await mkdir(bundleFolder(root), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(note));
  return value;
}
