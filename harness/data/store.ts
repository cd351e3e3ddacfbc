/** Writes prepared data so that they are there whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { SplitName, Table } from '#spec';
import { manifestFile, readManifest } from './manifest.ts';
import type { Manifest, SplitFacts } from './manifest.ts';
import { encodeSplit } from './split-format.ts';

const scratchPrefix = '.scratch-';
const staleAfterMilliseconds = 24 * 60 * 60 * 1000;

/** The folder of all prepared data in the cache, made where it is missing. */
export function dataFolder(root: string): string {
  const folder = join(root, 'data');
  for (const one of [...missingParents(folder)].reverse()) {
    try {
      mkdirSync(one);
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue;
      throw unwritable(folder, error);
    }
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw unwritable(folder, error);
  }
  return folder;
}

/** The folder and those it lies in, as far up as they are missing. `mkdirSync` with `recursive` never ends where none can be made. */
function* missingParents(folder: string): Iterable<string> {
  for (let one = folder; !existsSync(one); one = dirname(one)) yield one;
}

const unwritable = (folder: string, cause: unknown): Error =>
  new Error(
    `The cache folder ${folder} cannot be written (${(cause as Error).message}). Set TTR_CACHE to a folder that can.`,
    { cause },
  );

/** A new folder that nobody else uses. */
export function newScratch(parent: string): string {
  const scratch = join(parent, `${scratchPrefix}${randomUUID()}`);
  mkdirSync(scratch);
  return scratch;
}

/** Removes what killed processes left: scratch folders nobody touched for a day. */
export function removeStaleScratch(parent: string): void {
  for (const name of readdirSync(parent).filter((name) => name.startsWith(scratchPrefix))) {
    const modified = statSync(join(parent, name), { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (Date.now() - modified > staleAfterMilliseconds)
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Writes one split file and says what it holds. */
export function writeSplit(folder: string, split: SplitName, table: Table): SplitFacts {
  const file = `${split}.split`;
  const pieces = encodeSplit(table);
  writeWhole(join(folder, file), pieces);
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  const bytes = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return { file, bytes, sha256: hash.digest('hex'), examples: table.size };
}

export function writeManifest(folder: string, manifest: Manifest): void {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  writeWhole(join(folder, manifestFile), [Buffer.from(text)]);
}

/** Moves a finished scratch folder to its place. Where another process was first, its folder stays. */
export function publish(scratch: string, folder: string): void {
  try {
    renameSync(scratch, folder);
  } catch (error) {
    if (!isCode(error, 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
    if (readManifest(folder)) return;
    // What lies there is damaged: put it aside in one move, so that no reader sees a half folder.
    const aside = `${scratch}-damaged`;
    renameSync(folder, aside);
    renameSync(scratch, folder);
    rmSync(aside, { recursive: true, force: true });
  }
}

function writeWhole(path: string, pieces: readonly Uint8Array[]): void {
  const file = openSync(path, 'wx');
  try {
    for (const piece of pieces)
      for (let done = 0; done < piece.byteLength;)
        done += writeSync(file, piece, done, piece.byteLength - done);
    fsyncSync(file);
  } catch (error) {
    if (isCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG'))
      throw new Error(
        `No room to write ${path}. Free space there, or set TTR_CACHE to a folder on another disk; nothing was kept in ${dirname(path)}.`,
        { cause: error },
      );
    throw error;
  } finally {
    closeSync(file);
  }
}

const isCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));
