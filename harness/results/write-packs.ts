/** Packs a folder of results: one file a submission. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { group } from 'd3-array';
import writeFileAtomic from 'write-file-atomic';
import type { Problem } from '../record/problem.ts';
import type { Kept } from './kept.ts';
import { codeOf, readOne } from './one.ts';
import { packResults, unpackResults } from './pack/pack-results.ts';
import { loadResults } from './store.ts';
import { toText } from './text.ts';

/** A pack on disk. */
export interface Packed {
  readonly path: string;
  readonly submission: string;
  readonly trials: number;
  readonly bytes: number;
  /** `unchanged` where the same pack lay there before. */
  readonly state: 'written' | 'unchanged';
}

export interface PackedFolder {
  readonly packs: readonly Packed[];
  /** Files that could not be read, and code that is missing or no longer what it was. */
  readonly problems: readonly Problem[];
}

/**
 * Writes `<output>/<submission>.json` for each submission that has results below `folder`; a trial that lies there twice is
 * packed once. A pack that changes is replaced in one go, after it was unpacked again.
 */
export async function writePacks(folder: string, output: string): Promise<PackedFolder> {
  const { kept, problems } = await loadResults([folder]);
  if (kept.length === 0)
    throw new Error(
      `${folder} holds no results to pack.${problems.map(({ path, reason }) => `\n${path} ${reason}`).join('')}`,
    );
  const once = [...new Map(kept.map((one) => [JSON.stringify(one.result), one])).values()];
  const found = [...problems];
  const packs: Packed[] = [];
  await mkdir(output, { recursive: true });
  for (const [submission, own] of group(once, ({ result }) => result.plan.submission)) {
    const { code, problems: lost } = await codeFor(own, folder);
    found.push(...lost);
    const pack = packResults(
      submission,
      own.map(({ result }) => result),
      code,
    );
    unpackResults(pack);
    packs.push({
      submission,
      trials: own.length,
      ...(await replace(join(output, `${submission}.json`), toText(pack))),
    });
  }
  return { packs, problems: found };
}

/** The code of these results by its hash, and what cannot be had of it. */
async function codeFor(kept: readonly Kept[], folder: string) {
  const code = new Map<string, string>();
  const problems: Problem[] = [];
  const asked = new Set<string>();
  for (const { result, path } of kept) {
    if (result.origin.kind === 'imported') continue;
    const hash = result.origin.hashes.submission;
    if (asked.has(hash)) continue;
    asked.add(hash);
    const found = await codeOf(await readOne(path), folder);
    if (found.kind === 'found') code.set(hash, found.text);
    else {
      const where = found.kind === 'damaged' ? `${found.path} ` : '';
      problems.push({ path, reason: `is packed without its code: ${where}${found.reason}.` });
    }
  }
  return { code: Object.fromEntries(code), problems };
}

/** Puts a whole file at `path`, unless it is there already. */
async function replace(
  path: string,
  text: string,
): Promise<Pick<Packed, 'path' | 'bytes' | 'state'>> {
  const before = await readFile(path, 'utf8').catch(() => undefined);
  if (before !== text) await writeFileAtomic(path, text);
  return {
    path,
    bytes: Buffer.byteLength(text),
    state: before === text ? 'unchanged' : 'written',
  };
}
