/** Makes a native engine in the cache: get libtensorflow, build the addon, try it, then put it in place. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  findAddon,
  nativeHome,
  nativeState,
  packageFolder,
  type NativeBuild,
  type NativeName,
} from './home.ts';
import { compileAddon } from './compile.ts';
import { fetchOfficial } from './official.ts';
import { probeAddon } from './probe.ts';
import { placeWheel } from './wheel.ts';

export interface MakeRequest {
  readonly name: NativeName;
  /** One route only; both in turn when left out. */
  readonly from: 'official' | 'wheel' | undefined;
  /** A wheel file, or a folder that holds `tensorflow/`; what pip finds when left out. */
  readonly wheel: string | undefined;
  /** Seconds after which the official download is given up. */
  readonly limit: number;
  /** Build again what is there. */
  readonly force: boolean;
  /** Takes one line of progress. */
  readonly say: (line: string) => void;
}

/** Free disk space needed while building, bytes: wheel, unpacked wheel, and CUDA's libraries for the GPU. */
const spaceNeeded = { tensorflow: 3e9, 'tensorflow-gpu': 14e9 } as const;

/** Returns what is in the cache afterwards. Nothing there changes unless the new engine loads. */
export async function makeNative(request: MakeRequest): Promise<NativeBuild> {
  const { name, say } = request;
  const found = nativeState(name);
  if (found.state === 'built' && !request.force) {
    const probe = await probeAddon(found.addon);
    if (probe.loads) return found.build;
    say(`the ${name} engine in the cache does not load (${probe.reason}); building it again`);
  }
  if (packageFolder(name) === undefined && found.state === 'absent') {
    throw new Error(`Cannot build: ${found.detail}. Run: ${found.advice}`);
  }
  const home = nativeHome(name);
  await mkdir(dirname(home), { recursive: true });
  await removeLeftovers(dirname(home));
  await checkSpace(dirname(home), spaceNeeded[name]);
  const staging = join(dirname(home), `building-${process.pid}`);
  try {
    const source = await fill(staging, request);
    const build = await tryOut(staging, source);
    await rm(home, { recursive: true, force: true });
    await rename(staging, home);
    return build;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Fills the folder with `lib/` and `deps/` by the first route that works; returns its name. */
async function fill(staging: string, request: MakeRequest): Promise<string> {
  const { name, from, say } = request;
  if (from !== 'wheel' && request.wheel === undefined) {
    const official = await fetchOfficial(name, staging, request.limit, say);
    if (official.state === 'done') return 'official download';
    if (from === 'official') throw new Error(`The official download failed: ${official.reason}`);
    say(`the official download failed (${official.reason}); taking TensorFlow's Python wheel`);
  }
  const { source, include } = await placeWheel(name, staging, request.wheel, say);
  say('compiling the addon');
  await compileAddon(name, staging, include);
  for (const folder of ['wheels', 'unpacked']) {
    await rm(join(staging, folder), { recursive: true, force: true });
  }
  return source;
}

/** Loads the new addon, which resolves every function it calls, and writes the note beside it. */
async function tryOut(staging: string, source: string): Promise<NativeBuild> {
  const addon = findAddon(staging);
  const probe =
    addon === undefined
      ? { loads: false as const, reason: 'no addon was made' }
      : await probeAddon(addon);
  if (!probe.loads) throw new Error(`The new addon (${source}) does not load: ${probe.reason}`);
  const build = { libtensorflow: probe.libtensorflow, source };
  await writeFile(join(staging, 'native.json'), `${JSON.stringify(build, null, 2)}\n`);
  return build;
}

async function checkSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  throw new Error(
    `${folder} has ${((bavail * bsize) / 1e9).toFixed(1)} GB free, the build needs ${needed / 1e9} GB. ` +
      'Free some, or set TTR_CACHE to a folder on another disk.',
  );
}

/** Removes what builds left that were killed. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^building-(\d+)$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return existsSync(`/proc/${pid}`);
  }
}
