/** Compiles the addon's two C++ files with one call of the compiler: no make, no gyp, spaces in paths allowed. */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { execa, ExecaError } from 'execa';
import { packageFolder, type NativeName } from './home.ts';

/** Node-API version of the addon; every Node since 15.12 offers it, so one build serves them all. */
const nodeApi = 8;

/** Makes `lib/napi-v8/tfjs_binding.node` below `staging`, linked to the libraries in its `deps/lib`. */
export async function compileAddon(
  name: NativeName,
  staging: string,
  include: string,
): Promise<void> {
  const sources = join(packageFolder(name)!, 'binding');
  const output = join(staging, 'lib', `napi-v${nodeApi}`);
  await mkdir(output, { recursive: true });
  const compiler = process.env['CXX'] ?? 'g++';
  const libraries = join(staging, 'deps', 'lib');
  const flags = [
    ...['-std=gnu++17', '-O2', '-fPIC', '-shared', '-w'],
    ...[`-DNAPI_VERSION=${nodeApi}`, '-DBUILDING_NODE_EXTENSION'],
    '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    ...['-I', nodeHeaders(), '-I', include],
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(sources, file)),
    ...[`-L${libraries}`, '-ltensorflow', '-ltensorflow_framework'],
    // Found beside the addon wherever the folder is moved to; all functions are looked up when it loads.
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-Wl,-z,now', '-Wl,--allow-shlib-undefined'],
    ...['-o', join(output, 'tfjs_binding.node')],
  ];
  try {
    await execa(compiler, flags);
  } catch (error) {
    throw new Error(explain(error as ExecaError, compiler), { cause: error });
  }
}

/** Folder of node_api.h: the npm package node-api-headers, else what came with this Node. */
function nodeHeaders(): string {
  const require = createRequire(import.meta.url);
  try {
    return (require('node-api-headers') as { include_dir: string }).include_dir;
  } catch {
    const folders = [resolve(process.execPath, '..', '..', 'include', 'node'), '/usr/include/node'];
    const found = folders.find((folder) => existsSync(join(folder, 'node_api.h')));
    if (found !== undefined) return found;
  }
  throw new Error(
    'There is no node_api.h beside this Node. Install its headers (npm install --no-save node-api-headers).',
  );
}

function explain({ code, stderr, shortMessage }: ExecaError, compiler: string): string {
  if (code === 'ENOENT') {
    return `There is no C++ compiler "${compiler}". Install one (Debian: apt-get install g++), or name one in CXX.`;
  }
  const text = typeof stderr === 'string' ? stderr : '';
  const first = text.split('\n').find((line) => /error|cannot find/i.test(line));
  return `The addon does not compile: ${first ?? shortMessage}`;
}
