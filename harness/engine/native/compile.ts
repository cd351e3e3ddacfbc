/** Compiles the addons, each with one call of the compiler: no make, no gyp, spaces in paths allowed. */
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { execa, ExecaError } from 'execa';
import { packageFolder, type NativeName } from './home.ts';
import { ownOpsFile, ownOpsSources } from './own-ops.ts';

/** Node-API version of the addons; every Node since 15.12 offers it, so one build serves them all. */
const nodeApi = 8;
const output = join('lib', `napi-v${nodeApi}`);

/** Throws where there is no compiler or no header of Node, before anything is downloaded for them. */
export async function checkCompiler(): Promise<void> {
  nodeHeaders();
  await compiler(['--version']);
}

/** Makes tfjs-node's binding below `home`, linked to the libraries in its `deps/lib`. */
export async function compileBinding(name: NativeName, home: string): Promise<void> {
  const binding = join(packageFolder(name)!, 'binding');
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(binding, file));
  await compile(home, join(output, 'tfjs_binding.node'), ['-O2', '-w', ...sources]);
}

/** Makes the addon with our own operations. Vector loops may be reordered where the source says so, and only there. */
export async function compileOwnOps(home: string): Promise<void> {
  const flags = ['-O3', '-fopenmp-simd', '-fno-math-errno', '-fno-trapping-math'];
  await compile(home, join(output, ownOpsFile), [...flags, join(ownOpsSources(), 'kernels.cc')]);
}

/** Copies the headers that the addons reach, out of thousands, to `deps/include`. */
export async function keepHeaders(include: string, home: string): Promise<void> {
  const wanted = ['c/c_api.h', 'c/eager/c_api.h', 'c/kernels.h', 'c/ops.h'];
  const asked = [...wanted, 'core/platform/ctstring_internal.h'];
  const input = asked.map((header) => `#include "tensorflow/${header}"\n`).join('');
  const listing = await compiler(['-std=gnu++17', '-M', '-I', include, '-x', 'c++', '-'], input);
  for (const escaped of listing.match(/(?:\\.|\S)+\.h\b/g) ?? []) {
    const header = escaped.replaceAll(/\\(.)/g, '$1');
    const path = relative(include, header);
    if (path.startsWith('..')) continue;
    await mkdir(dirname(join(home, 'deps', 'include', path)), { recursive: true });
    await cp(header, join(home, 'deps', 'include', path));
  }
}

async function compile(home: string, file: string, given: readonly string[]): Promise<void> {
  await mkdir(dirname(join(home, file)), { recursive: true });
  await compiler([
    ...['-std=gnu++17', '-fPIC', '-shared'],
    ...[`-DNAPI_VERSION=${nodeApi}`, '-DBUILDING_NODE_EXTENSION'],
    '-DNODE_GYP_MODULE_NAME=tfjs_binding',
    ...['-I', nodeHeaders(), '-I', join(home, 'deps', 'include'), ...given],
    ...[`-L${join(home, 'deps', 'lib')}`, '-ltensorflow', '-ltensorflow_framework'],
    // Found beside the addon wherever the folder is moved to; all functions are looked up when it loads.
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-Wl,-z,now', '-Wl,--allow-shlib-undefined'],
    ...['-o', join(home, file)],
  ]);
}

/** Runs the C++ compiler; returns what it prints. */
async function compiler(flags: readonly string[], input = ''): Promise<string> {
  const command = process.env['CXX'] ?? 'g++';
  try {
    return (await execa(command, flags, { input })).stdout;
  } catch (error) {
    throw new Error(explain(error as ExecaError, command), { cause: error });
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

function explain({ code, stderr, shortMessage }: ExecaError, command: string): string {
  if (code === 'ENOENT') {
    return `There is no C++ compiler "${command}". Install one (Debian: apt-get install g++), or name one in CXX.`;
  }
  const text = typeof stderr === 'string' ? stderr : '';
  const first = text.split('\n').find((line) => /error|cannot find/i.test(line));
  return `The addon does not compile: ${first ?? shortMessage}`;
}
