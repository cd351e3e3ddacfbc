/** Values made from source files, kept until one of these files changes. */
import { statSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { bundleFolder } from './bundle-file.ts';

/** Size and times of each source by its path from the root: any change of it moves ctime, which nobody can set back. */
type Sources = Readonly<Record<string, string>>;

interface Note<T> {
  /** Of the bundler that told which sources there are, and of what is made from them. */
  readonly maker: string;
  readonly sources: Sources;
  readonly value: T;
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 'absent' : `${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
}

const stampsOf = (root: string, paths: readonly string[]): Sources =>
  Object.fromEntries(paths.map((path) => [path, stampOf(join(root, path))]));

/** Known without loading the bundler, which takes longer than all else here. */
const bundler = createRequire(import.meta.url)('esbuild/package.json') as { version: string };

async function readNote<T>(root: string, file: string, maker: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const note = JSON.parse(text) as Note<T>;
    if (note.maker !== maker) return undefined;
    const same = Object.entries(note.sources).every(
      ([path, stamp]) => stampOf(join(root, path)) === stamp,
    );
    return same ? note.value : undefined;
  } catch {
    return undefined; // damaged: made anew
  }
}

/**
 * The value kept as `label`, or what `make` gives. `revision` tells what this code makes of the sources; `isThere` asks
 * whether what the value speaks of still exists.
 */
export async function keptBySources<T>(
  { root, label, revision }: { root: string; label: string; revision: number },
  make: () => Promise<{ readonly value: T; readonly sources: readonly string[] }>,
  isThere: (value: T) => Promise<boolean> = () => Promise.resolve(true),
): Promise<T> {
  const maker = `esbuild ${bundler.version}, revision ${revision}`;
  const file = join(bundleFolder(root), `${label}.json`);
  const kept = await readNote<T>(root, file, maker);
  if (kept !== undefined && (await isThere(kept))) return kept;
  const { value, sources } = await make();
  const note: Note<T> = { maker, sources: stampsOf(root, sources), value };
  await mkdir(bundleFolder(root), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(note));
  return value;
}
