/** Bundled code on disk: written whole, named by its hash. */
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BuildFailure } from 'esbuild';
import writeFileAtomic from 'write-file-atomic';
import { sha256 } from '../results/sha256.ts';

/** A bundled file and the SHA-256 (hex) of its text. */
export interface Bundle {
  readonly file: string;
  readonly hash: string;
}

/** Where bundles lie: inside node_modules, so that they find TensorFlow.js, and `npm ci` sweeps them away. */
export const bundleFolder = (root: string): string =>
  join(root, 'node_modules', '.cache', 'time-to-result');

/** Writes a bundle as `<label>-<hash>.<ending>` where it is not there yet. */
export async function writeBundle(
  root: string,
  label: string,
  text: string,
  ending: 'cjs' | 'mjs',
): Promise<Bundle> {
  const hash = sha256(text);
  const file = join(bundleFolder(root), `${label}-${hash.slice(0, 12)}.${ending}`);
  await mkdir(dirname(file), { recursive: true });
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before !== text) await writeFileAtomic(file, text);
  // Permissions are given to real paths: a symbolic link on the way would have to be readable too.
  return { file: await realpath(file), hash };
}

/** Does a bundle lie there as it was written? */
export async function isWhole({ file, hash }: Bundle): Promise<boolean> {
  const text = await readFile(file).catch(() => undefined);
  return text !== undefined && sha256(text) === hash;
}

/** esbuild's errors in our words; other errors as they are. */
export function bundleError(what: string, error: unknown): Error {
  const { errors } = error as Partial<BuildFailure>;
  if (!Array.isArray(errors)) return error as Error;
  const lines = errors.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}: ${text}`,
  );
  return new Error(`${what} cannot be bundled:\n  ${lines.join('\n  ')}`);
}
