/** Values made from source files, kept until one of these files changes. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from 'esbuild';
import writeFileAtomic from 'write-file-atomic';
import { bundleFolder, sha256 } from './bundle-file.ts';

/** SHA-256 (hex) of each source by its path from the root. */
type Sources = Readonly<Record<string, string>>;

interface Note<T> {
  /** Of the bundler that told which sources there are, and of what is made from them. */
  readonly maker: string;
  readonly sources: Sources;
  readonly value: T;
}

async function hashesOf(root: string, paths: readonly string[]): Promise<Sources> {
  const entries = paths.map(async (path): Promise<[string, string]> => [
    path,
    sha256(await readFile(join(root, path)).catch(() => '')),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function readNote<T>(root: string, file: string, maker: string): Promise<T | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const note = JSON.parse(text) as Note<T>;
    if (note.maker !== maker) return undefined;
    const now = await hashesOf(root, Object.keys(note.sources));
    const same = Object.entries(note.sources).every(([path, hash]) => now[path] === hash);
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
  const maker = `esbuild ${version}, revision ${revision}`;
  const file = join(bundleFolder(root), `${label}.json`);
  const kept = await readNote<T>(root, file, maker);
  if (kept !== undefined && (await isThere(kept))) return kept;
  const { value, sources } = await make();
  const note: Note<T> = { maker, sources: await hashesOf(root, sources), value };
  await mkdir(bundleFolder(root), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(note));
  return value;
}
