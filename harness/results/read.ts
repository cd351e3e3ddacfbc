/** Reads one file: a result, or a pack of them. */
import { readFile } from 'node:fs/promises';
import { parsePack } from '../record/check-pack.ts';
import { checkResult, parseResult } from '../record/check.ts';
import type { Pack } from '../record/pack.ts';
import type { Problem } from '../record/problem.ts';
import type { Kept, Loaded } from './kept.ts';
import { unpackResults } from './pack/pack-results.ts';

/** What a file holds; `code` where it is a pack. */
export interface Held extends Loaded {
  readonly code?: Pack['code'];
}

const nothing = (path: string, reason: string): Held => ({
  kept: [],
  problems: [{ path, reason }],
});

/** All results of a file. What cannot be read or is no valid result is listed among the problems. */
export async function readResults(path: string): Promise<Held> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return nothing(path, `cannot be read: ${(error as Error).message}.`);
  }
  const packed = parsePack(text);
  if (packed === undefined) {
    const checked = parseResult(text);
    if (!checked.ok) return nothing(path, checked.reason);
    return { kept: [{ result: checked.result, path }], problems: [] };
  }
  if (!packed.ok) return nothing(path, packed.reason);
  try {
    return heldIn(path, packed.pack);
  } catch (error) {
    return nothing(path, `is a damaged pack: ${(error as Error).message}.`);
  }
}

/** Throws where the pack is damaged. */
function heldIn(file: string, pack: Pack): Held {
  const kept: Kept[] = [];
  const problems: Problem[] = [];
  unpackResults(pack).forEach((value, i) => {
    const path = `${file}#${i + 1}`;
    const checked = checkResult(value);
    if (checked.ok) kept.push({ result: checked.result, path });
    else problems.push({ path, reason: checked.reason });
  });
  return { kept, problems, code: pack.code };
}
