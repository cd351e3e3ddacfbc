/** libtensorflow out of TensorFlow's Python wheel: pip finds and checks it, nothing is installed into Python. */
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, readdir, rename, symlink } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { NativeName } from './home.ts';
import { downloadWheels, unpackWheel } from './pip.ts';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;
const wanted = ['tensorflow/include/', 'tensorflow/libtensorflow', 'tensorflow.libs/', 'nvidia/'];

/** What the addon is compiled and linked with. */
export interface Placed {
  /** The wheel's name and version. */
  readonly source: string;
  /** Folder of TensorFlow's C headers. */
  readonly include: string;
}

/**
 * Fills `deps/` below `staging` with the wheel's libraries. `given` is a wheel file or a folder that holds
 * `tensorflow/` (an unpacked wheel, or the site-packages of a virtual environment); what pip finds when left out.
 */
export async function placeWheel(
  name: NativeName,
  staging: string,
  given: string | undefined,
  say: (line: string) => void,
): Promise<Placed> {
  if (process.platform !== 'linux') {
    throw new Error('The wheel route works on Linux only. Take --from official.');
  }
  const source = given === undefined ? undefined : resolve(given);
  if (source !== undefined && !existsSync(source)) throw new Error(`There is no ${source}.`);
  if (source !== undefined && statSync(source).isDirectory()) {
    await place(source, staging, (from, to) => cp(from, to, { recursive: true }));
    return { source: `folder ${basename(source)}`, include: join(source, 'tensorflow', 'include') };
  }
  const wheels =
    source === undefined ? await downloadWheels(name, join(staging, 'wheels'), say) : [source];
  const unpacked = join(staging, 'unpacked');
  for (const wheel of wheels) {
    say(`unpacking ${basename(wheel)}`);
    await unpackWheel(wheel, unpacked, wanted);
  }
  await place(unpacked, staging, rename);
  const label = basename(wheels[0]!).split('-').slice(0, 2).join('-');
  return { source: `wheel ${label}`, include: join(unpacked, 'tensorflow', 'include') };
}

/**
 * Lays the libraries out as binding.gyp expects them: `-ltensorflow` finds `libtensorflow.so`, the linker notes its
 * SONAME, the loader finds that beside it. The GPU libraries look for `$ORIGIN/../nvidia/<name>/lib`.
 */
async function place(
  unpacked: string,
  staging: string,
  move: (from: string, to: string) => Promise<void>,
): Promise<void> {
  const lib = join(staging, 'deps', 'lib');
  await mkdir(lib, { recursive: true });
  for (const library of libraries) {
    const file = join(unpacked, 'tensorflow', library);
    if (!existsSync(file)) {
      throw new Error(`No ${file}: a Linux wheel of TensorFlow 2.14 or newer is needed.`);
    }
    await move(file, join(lib, library));
  }
  await symlink(libraries[0], join(lib, 'libtensorflow.so'));
  await symlink(libraries[1], join(lib, 'libtensorflow_framework.so'));
  for (const folder of await readdir(unpacked)) {
    if (folder === 'nvidia' || folder === 'tensorflow.libs') {
      await move(join(unpacked, folder), join(staging, 'deps', folder));
    }
  }
}
