import { link, mkdir, open, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';

/**
 * Puts a whole, flushed file at `path`, or leaves the one that is there alone and says so.
 * Written aside first; a hard link then names it, which fails where a rename would overwrite.
 */
export async function writeOnce(path: string, text: string): Promise<'written' | 'exists'> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const aside = join(folder, `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFlushed(aside, text);
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'exists';
    throw error;
  } finally {
    await unlink(aside).catch(() => undefined);
  }
  await flushFolder(folder);
  return 'written';
}

async function writeFlushed(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name itself survive a power cut; some systems do not let folders be opened. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
