/** A small JSON file beside a log. A stranger wrote it: only a plain file of a sane size is read, and only an object counts. */
import { lstatSync, readFileSync } from 'node:fs';

export type JsonFile =
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly kind: 'absent' }
  /** `why` follows on the file's name: `is a link`. */
  | { readonly kind: 'refused'; readonly why: string };

/** AlgoPerf's own have a few kilobytes. */
const largestBytes = 2 ** 20;

/** Reads the file at this path; whatever it is, nothing is thrown. */
export function readJson(path: string): JsonFile {
  try {
    const stat = lstatSync(path);
    if (stat.isSymbolicLink()) return refused('is a link');
    if (!stat.isFile()) return refused('is no plain file');
    if (stat.size > largestBytes)
      return refused(`has ${stat.size} bytes, where ${largestBytes} are the most that is read`);
    const value = parsed(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { kind: 'object', fields: value as Record<string, unknown> }
      : refused('holds no JSON object');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return { kind: 'absent' };
    return refused(code === undefined ? 'is not JSON' : `cannot be read (${code})`);
  }
}

const refused = (why: string): JsonFile => ({ kind: 'refused', why });

/** Python writes NaN and Infinity, which JSON does not know; they are null here. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replaceAll(/([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])/g, '$1null'));
  }
}
