/** Where the native engines live: outside node_modules, so that `npm ci` leaves them alone. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheRoot } from '../../data/cache.ts';
import type { EngineName } from '../../record/machine.ts';
import { ownOpsFile } from './own-ops.ts';

export type NativeName = Exclude<EngineName, 'wasm'>;

/** The npm packages whose kernels and binding sources the native engines use. */
export const packageOf = {
  tensorflow: '@tensorflow/tfjs-node',
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
} as const satisfies Record<NativeName, string>;

/** What `npm run engine:native` notes beside what it built. */
export interface NativeBuild {
  /** Version that the library reports, e.g. `2.21.0`. */
  readonly libtensorflow: string;
  /** Where the library came from, e.g. `wheel tensorflow_cpu-2.21.0` or `official download`. */
  readonly source: string;
  /** `ownOpsHash` of our operations when they were last built; `none` where there was no compiler to make them. */
  readonly ownOps: string;
}

/** A built engine, or why there is none. */
export type NativeState =
  | {
      readonly state: 'built';
      readonly addon: string;
      /** Addon with our own operations; absent where there was no compiler to make it. */
      readonly ownOps: string | undefined;
      readonly build: NativeBuild;
    }
  | { readonly state: 'absent'; readonly detail: string; readonly advice: string };

const require = createRequire(import.meta.url);

/** The command that builds this engine; `again` rebuilds what is there. */
export function buildCommand(name: NativeName, again = false): string {
  const flags = [...(name === 'tensorflow-gpu' ? ['--gpu'] : []), ...(again ? ['--force'] : [])];
  return ['npm run engine:native', ...(flags.length > 0 ? ['--', ...flags] : [])].join(' ');
}

/** Folder of the installed npm package; undefined where it is not installed. */
export function packageFolder(name: NativeName): string | undefined {
  try {
    return dirname(require.resolve(`${packageOf[name]}/package.json`));
  } catch {
    return undefined;
  }
}

/** Version of the installed npm package; undefined where it is not installed. */
export function packageVersion(name: NativeName): string | undefined {
  try {
    return (require(`${packageOf[name]}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}

/** Folder of one engine's addon (`lib/`), libraries (`deps/`) and note (`native.json`). */
export const nativeHome = (name: NativeName): string =>
  join(cacheRoot(), 'native', `${process.platform}-${process.arch}`, name);

/** The addon in a folder laid out like the npm package: `lib/napi-v8/tfjs_binding.node`. */
export function findAddon(folder: string): string | undefined {
  const lib = join(folder, 'lib');
  if (!existsSync(lib)) return undefined;
  return readdirSync(lib)
    .map((version) => join(lib, version, 'tfjs_binding.node'))
    .find((file) => existsSync(file));
}

/** What the build noted in this folder; undefined where nothing was built. */
export function noteOf(home: string): NativeBuild | undefined {
  const note = join(home, 'native.json');
  if (findAddon(home) === undefined || !existsSync(note)) return undefined;
  return JSON.parse(readFileSync(note, 'utf8')) as NativeBuild;
}

/** Looks for the package, then for the addon; loads neither. */
export function nativeState(name: NativeName): NativeState {
  if (packageVersion(name) === undefined) {
    return {
      state: 'absent',
      detail: `the npm package ${packageOf[name]} is not installed`,
      advice: `npm ci --ignore-scripts && ${buildCommand(name)}`,
    };
  }
  const home = nativeHome(name);
  const build = noteOf(home);
  if (build === undefined) {
    return { state: 'absent', detail: 'it is not built yet', advice: buildCommand(name) };
  }
  const addon = findAddon(home)!;
  if (build.ownOps === 'none') return { state: 'built', addon, ownOps: undefined, build };
  const ownOps = join(dirname(addon), ownOpsFile);
  if (!existsSync(ownOps)) {
    const detail = 'it was built by another version of the harness';
    return { state: 'absent', detail, advice: buildCommand(name) };
  }
  return { state: 'built', addon, ownOps, build };
}
