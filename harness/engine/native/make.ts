/** Makes a native engine in the cache: get libtensorflow, build the addon, try it, then put it in place. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  findAddon,
  nativeHome,
  nativeState,
  noteOf,
  packageFolder,
  type NativeBuild,
  type NativeName,
} from './home.ts';
import { checkCompiler, compileBinding, compileOwnOps, keepHeaders } from './compile.ts';
import { fetchOfficial } from './official.ts';
import { probeAddon } from './probe.ts';
import { ownOpsFile, ownOpsHash } from './own-ops.ts';
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
  const home = nativeHome(name);
  if (packageFolder(name) === undefined && found.state === 'absent') {
    throw new Error(`Cannot build: ${found.detail}. Run: ${found.advice}`);
  }
  const old = request.force || request.wheel !== undefined ? undefined : noteOf(home);
  if (old !== undefined) {
    const probe = await probeAddon(findAddon(home)!);
    if (probe.loads) return complete(home, old, request);
    say(`the ${name} engine in the cache does not load (${probe.reason}); building it again`);
  }
  await mkdir(dirname(home), { recursive: true });
  await removeLeftovers(dirname(home));
  await checkSpace(dirname(home), spaceNeeded[name]);
  const staging = join(dirname(home), `building-${process.pid}`);
  try {
    const source = await fill(staging, request);
    const build = await finish(staging, source, request);
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
  await checkCompiler();
  const { source, include } = await placeWheel(name, staging, request.wheel, say);
  say('compiling the binding');
  await keepHeaders(include, staging);
  await compileBinding(name, staging);
  for (const folder of ['wheels', 'unpacked']) {
    await rm(join(staging, folder), { recursive: true, force: true });
  }
  return source;
}

/** Loads the new addon, which looks up every function it calls, and notes what is there. */
async function finish(home: string, source: string, request: MakeRequest): Promise<NativeBuild> {
  const addon = findAddon(home);
  if (addon === undefined) throw new Error(`The ${source} made no addon.`);
  const probe = await probeAddon(addon);
  if (!probe.loads) throw new Error(`The new addon (${source}) does not load: ${probe.reason}`);
  return complete(home, { libtensorflow: probe.libtensorflow, source, ownOps: 'none' }, request);
}

/** Adds our operations where those of this version are missing; they compute on the CPU only. */
async function complete(
  home: string,
  build: NativeBuild,
  { name, say }: MakeRequest,
): Promise<NativeBuild> {
  if (build.ownOps !== 'none' && existsSync(ownOpsOf(home))) return build;
  const ownOps = name === 'tensorflow' ? await addOwnOps(home, say) : 'none';
  await writeFile(join(home, 'native.json'), `${JSON.stringify({ ...build, ownOps }, null, 2)}\n`);
  return { ...build, ownOps };
}

/** Builds our operations; the engine works without them, slower. */
async function addOwnOps(home: string, say: (line: string) => void): Promise<string> {
  say('compiling the fused operations');
  try {
    await compileOwnOps(home);
    const probe = await probeAddon(findAddon(home)!, ownOpsOf(home));
    if (probe.loads) return ownOpsHash;
    say(`going without them, they do not load: ${probe.reason}`);
  } catch (error) {
    say(`going without them: ${(error as Error).message}`);
  }
  await rm(ownOpsOf(home), { force: true });
  return 'none';
}

const ownOpsOf = (home: string): string => join(dirname(findAddon(home)!), ownOpsFile);

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
