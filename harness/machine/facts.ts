/** What decides a trial's bits and its seconds, beside its code; scores mix only results of one fingerprint. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName, Facts, Machine } from '../record/machine.ts';
import { readGpu } from './gpu.ts';
import { nativeState, packageVersion } from '../engine/native/home.ts';
import { sha256 as wasmKernels } from '../engine/wasm/module.ts';
import { memoryLimit } from './memory-limit.ts';
import { cpuQuota } from './quota.ts';
import { readSystem } from './system.ts';

const require = createRequire(import.meta.url);

/** The project's package-lock.json: above this file, or above the bundle that it is part of. */
function findLockfile(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package-lock.json');
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) throw new Error('There is no package-lock.json.');
  }
}

/** Facts that stay the same from run to run: no load, no free memory, no uptime. Opens no engine. */
export function machineOf(engine: EngineName): Machine {
  const system = readSystem();
  const quota = cpuQuota();
  const numerics: Facts = { engine, ...versionsOf(engine) };
  const timing: Facts = {
    cpu: cpus()[0]?.model ?? process.arch,
    cpus: String(cpus().length),
    cores: system.cores === undefined ? 'not told' : String(system.cores),
    governor: system.governors.join(' ') || 'not told',
    turbo: system.turbo ?? 'not told',
    smt: system.smt ?? 'not told',
    quota: quota === undefined ? 'none' : `${quota} CPUs`,
    memory: `${Math.round(memoryLimit() / 2 ** 30)} GiB`,
    node: process.version,
    v8: process.versions.v8,
    ...(engine === 'tensorflow-gpu' ? readGpu() : {}),
  };
  const noted: Facts = {
    os: system.distribution ?? type(),
    kernel: release(),
    lockfile: sha256(readFileSync(findLockfile())),
  };
  return { fingerprint: fingerprintOf({ numerics, timing }), numerics, timing, noted };
}

/** First 12 hex digits of the SHA-256 of the facts that decide bits and seconds, each list in the order of its names. */
export const fingerprintOf = ({ numerics, timing }: Pick<Machine, 'numerics' | 'timing'>): string =>
  sha256(JSON.stringify([sorted(numerics), sorted(timing)])).slice(0, 12);

const sorted = (facts: Facts): [string, string][] =>
  Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));

/** Versions of the libraries that the engine computes with. */
function versionsOf(engine: EngineName): Record<string, string> {
  const tfjs = versionOf('@tensorflow/tfjs');
  if (engine === 'wasm')
    return {
      tfjs,
      'tfjs-wasm': versionOf('@tensorflow/tfjs-backend-wasm'),
      kernels: wasmKernels.slice(0, 16),
    };
  const found = nativeState(engine);
  const built =
    found.state === 'built' ? `${found.build.libtensorflow} (${found.build.source})` : 'absent';
  return {
    tfjs,
    'tfjs-node': packageVersion(engine) ?? 'absent',
    libtensorflow: built,
    'fused operations': found.state === 'built' ? found.build.ownOps : 'absent',
  };
}

const versionOf = (name: string): string =>
  (require(`${name}/package.json`) as { version: string }).version;

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
