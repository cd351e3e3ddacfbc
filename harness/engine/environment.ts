/** What a process needs around it to run an engine: environment variables before it starts, files it may read. */
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { cacheRoot } from '../data/cache.ts';
import type { EngineName } from '../record/machine.ts';
import { nativeHome } from './native/home.ts';

/**
 * Environment of a process that is to run this engine on `threads` CPUs. libtensorflow and glibc read these once,
 * so they are passed when the process is spawned.
 */
export function engineEnvironment(name: EngineName, threads: number): Record<string, string> {
  if (name === 'wasm') return {};
  const count = String(threads);
  return {
    TTR_CACHE: cacheRoot(),
    TF_NUM_INTRAOP_THREADS: count,
    TF_NUM_INTEROP_THREADS: count,
    OMP_NUM_THREADS: count,
    TF_CPP_MIN_LOG_LEVEL: process.env['TF_CPP_MIN_LOG_LEVEL'] ?? '2',
    ...(name === 'tensorflow-gpu' ? { TF_FORCE_GPU_ALLOW_GROWTH: 'true' } : {}),
  };
}

/** Files and folders that a process under Node's permission model must be allowed to read to open this engine. */
export function enginePaths(name: EngineName): string[] {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json');
  const modules = resolve(dirname(manifest), '..', '..');
  return [modules, ...(name === 'wasm' ? [] : [nativeHome(name)])].map(real);
}

/** The path without symbolic links where it exists; the permission model compares such paths. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
