/** The code of results: bundles that ran, kept once beside them by the hash of their text. It is data here, and never run. */
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { sha256 } from './sha256.ts';

/** Longest bundle that may run and is kept, bytes; the longest submission here is a hundredth of it. */
export const mostCodeBytes = 2 ** 21;

/** Below a folder of results. */
const codePath = (root: string, hash: string): string => join(root, 'code', `${hash}.js`);

/** How many folders a result lies below its folder of results: source, submission and workload. */
const depth = 3;

/** Keeps the text of a bundle below a folder of results, where it is not there yet. Throws where it is not of this hash. */
export async function keepCode(root: string, bundle: string, hash: string): Promise<void> {
  const text = await readFile(bundle, 'utf8');
  const found = sha256(text);
  if (found !== hash)
    throw new Error(
      `${bundle} hashes to ${found}, and the trial was planned for ${hash}. Start the same command again: it bundles anew.`,
    );
  const path = codePath(root, hash);
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, text);
}

/** What became of a kept code. */
export type FoundCode =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'missing'; readonly reason: string }
  | { readonly kind: 'damaged'; readonly path: string; readonly reason: string };

/** The code of this hash beside a result's file, or in another folder of results. */
export async function findCode(file: string, hash: string, other: string): Promise<FoundCode> {
  const folders = [dirname(file)];
  for (let above = 0; above < depth; above++) folders.push(dirname(folders.at(-1)!));
  const paths = [...new Set([...folders, other].map((folder) => codePath(folder, hash)))];
  for (const path of paths) {
    const size = await stat(path).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === undefined) continue;
    if (size > mostCodeBytes) return tooLong(path, size);
    const found = await readFile(path, 'utf8');
    if (sha256(found) !== hash) return damaged(path, `hashes to ${sha256(found)}`);
    return { kind: 'found', text: found };
  }
  const reason = `there is no code/${hash}.js in a folder around it or in ${other}`;
  return { kind: 'missing', reason };
}

const damaged = (path: string, reason: string): FoundCode => ({ kind: 'damaged', path, reason });

/** Of code that nothing here would have run. */
export const tooLong = (path: string, bytes: number): FoundCode =>
  damaged(path, `is ${bytes} bytes long, and ${mostCodeBytes} are allowed`);
