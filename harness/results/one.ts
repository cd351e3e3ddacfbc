/** One result by its path, and the code that it is of. */
import { findCode, mostCodeBytes, tooLong, type FoundCode } from './code.ts';
import type { Kept } from './kept.ts';
import { readResults, type Held } from './read.ts';

/** A result, and what else its file holds. */
export interface One extends Kept {
  readonly held: Held;
}

/** The file that a path names, and which of its trials: `adamw.json#12`. */
const partsOf = (path: string): { readonly file: string; readonly number?: number } => {
  const [, file, number] = /^(.*\.json)#(\d+)$/.exec(path) ?? [];
  return file === undefined ? { file: path } : { file, number: Number(number) };
};

/** The result at a path. Throws where there is none, with what is there. */
export async function readOne(path: string): Promise<One> {
  const { file, number } = partsOf(path);
  const held = await readResults(file);
  const problem = held.problems.find((one) => one.path === file || one.path === path);
  if (problem !== undefined) throw new Error(`${problem.path} ${problem.reason}`);
  const { length } = held.kept;
  if (held.code === undefined && number !== undefined)
    throw new Error(`${file} is no pack: it holds one result. Name it without #${number}.`);
  const found =
    held.code === undefined ? held.kept[0] : held.kept.find((kept) => kept.path === path);
  if (found === undefined)
    throw new Error(
      `${file} is a pack of ${length} trials${number === undefined ? '' : `, and has no trial ${number}`}. Name one of them: ${file}#1 to ${file}#${length}.`,
    );
  return { ...found, held };
}

/** The code of a result: in its pack, beside its file, or in another folder of results. */
export async function codeOf({ result, path, held }: One, other: string): Promise<FoundCode> {
  const { origin } = result;
  if (origin.kind === 'imported')
    return { kind: 'missing', reason: `it was imported from ${origin.from}` };
  const hash = origin.hashes.submission;
  if (held.code === undefined) return findCode(path, hash, other);
  const text = Object.hasOwn(held.code, hash) ? held.code[hash] : undefined;
  if (text === undefined) return { kind: 'missing', reason: `the pack holds no code ${hash}` };
  const size = Buffer.byteLength(text);
  return size <= mostCodeBytes ? { kind: 'found', text } : tooLong(path, size);
}
