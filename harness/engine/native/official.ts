/** The package's own way to its addon: downloads libtensorflow and a prebuilt binding from storage.googleapis.com. */
import { cp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { findAddon, packageFolder, type NativeName } from './home.ts';

export type Fetched =
  { readonly state: 'done' } | { readonly state: 'failed'; readonly reason: string };

/**
 * Runs the package's install script for at most `limit` seconds and copies what it made to `staging`. What npm
 * already built there is copied without a download.
 */
export async function fetchOfficial(
  name: NativeName,
  staging: string,
  limit: number,
  say: (line: string) => void,
): Promise<Fetched> {
  const folder = packageFolder(name)!;
  if (findAddon(folder) === undefined || !existsSync(join(folder, 'deps', 'lib'))) {
    say(`trying the official download (at most ${limit} s)`);
    const reason = await runInstallScript(name, folder, limit);
    if (reason !== undefined) {
      await rm(join(folder, 'deps'), { recursive: true, force: true });
      return { state: 'failed', reason };
    }
  }
  for (const part of ['lib', 'deps']) {
    await cp(join(folder, part), join(staging, part), { recursive: true, verbatimSymlinks: true });
  }
  return { state: 'done' };
}

/** Why it failed; undefined when it made an addon. The script starts others, so its whole process group is ended. */
async function runInstallScript(
  name: NativeName,
  folder: string,
  limit: number,
): Promise<string | undefined> {
  const variant = name === 'tensorflow-gpu' ? ['gpu', 'download'] : ['cpu'];
  const child = execa(process.execPath, [join('scripts', 'install.js'), ...variant], {
    cwd: folder,
    preferLocal: true,
    localDir: folder,
    detached: true,
    reject: false,
    all: true,
    env: { NODE_OPTIONS: '' },
  });
  const end = () => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const interrupted = () => {
    end();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  const timer = setTimeout(end, limit * 1000);
  const { exitCode, signal, all } = await child;
  clearTimeout(timer);
  process.off('SIGINT', interrupted);
  if (signal === 'SIGKILL') return `not done after ${limit} s`;
  if (exitCode === 0 && findAddon(folder) !== undefined) return undefined;
  return (
    all
      .split('\n')
      .find((line) => /\bError: /.test(line))
      ?.trim() ?? 'it made no addon'
  );
}
