/** The Python that knows PyTorch and JAX, and the peers it can run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Command } from './child.ts';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const peers = fileURLToPath(new URL('../../test/peers', import.meta.url));

/** A library that the models were written in again, and the ways to run them. */
export interface Library {
  readonly title: string;
  /** What Python must be able to import; the first one has the version. */
  readonly modules: readonly string[];
  /** Its model of a workload, in test/peers. */
  readonly peer: (workload: string) => string;
  /** Program in test/peers and its last arguments, by the name of the side in the table. */
  readonly sides: Readonly<Record<string, readonly [string, ...string[]]>>;
  readonly env: Readonly<Record<string, string>>;
}

export const libraries: readonly Library[] = [
  {
    title: 'PyTorch',
    modules: ['torch'],
    peer: (workload) => `${workload}.py`,
    sides: {
      'torch eager': ['bench.py', 'eager'],
      'torch compiled': ['bench.py', 'compiled'],
    },
    env: {},
  },
  {
    title: 'JAX',
    modules: ['jax', 'optax'],
    peer: (workload) => `jax_peers/${workload}.py`,
    sides: { 'jax jit': ['bench_jax.py'] },
    env: {
      JAX_PLATFORMS: 'cpu',
      XLA_FLAGS: '--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1',
    },
  },
];

export interface FoundLibrary extends Library {
  readonly version: string;
}

/** The library with its version, or the sentence that says why there is none. */
export async function findLibrary(library: Library): Promise<FoundLibrary | string> {
  const { modules, title } = library;
  const code = `import ${modules.join(', ')}; print(${modules[0]}.__version__)`;
  const { failed, stdout } = await execa(python, ['-c', code], { reject: false });
  if (!failed) return { ...library, version: stdout.trim() };
  return `Without ${title}: ${python} cannot import ${modules.join(' and ')}; set TTR_PYTHON to a Python that can.`;
}

/** Whether this library's model of the workload was written. */
export const hasPeer = ({ peer }: Library, workload: string): boolean =>
  existsSync(join(peers, peer(workload)));

const oneThread = { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };

/** The library's model of this workload on one thread, by the side's name. */
export const peerCommands = (
  { sides, env }: Library,
  workload: string,
  request: string,
): Record<string, Command> =>
  Object.fromEntries(
    Object.entries(sides).map(([name, [program, ...mode]]) => [
      name,
      {
        command: [python, join(peers, program), workload, request, ...mode],
        env: { ...oneThread, ...env, PYTHONDONTWRITEBYTECODE: '1' },
      },
    ]),
  );
