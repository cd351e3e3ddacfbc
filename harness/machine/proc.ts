/** Files of /proc and /sys below `root`: `/`, or another folder in tests. What a system does not tell is undefined. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The text of `proc/stat` and the like without the white space around it; undefined where there is none, or no longer. */
export function readText(path: string, root = '/'): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The names in a folder; none where it is not there. */
export function namesIn(path: string, root = '/'): string[] {
  try {
    return readdirSync(join(root, path));
  } catch {
    return [];
  }
}
