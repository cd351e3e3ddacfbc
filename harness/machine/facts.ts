/** The machine and the software under an engine; scores mix only results of one fingerprint. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineName, Machine } from '../record/machine.ts';
import { readGpu } from './gpu.ts';
import { nativeState, packageVersion } from '../engine/native/home.ts';
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
  const facts: Record<string, string> = {
    cpu: cpus()[0]?.model ?? process.arch,
    cpus: String(cpus().length),
    cores: system.cores === undefined ? 'not told' : String(system.cores),
    governor: system.governors.join(' ') || 'not told',
    turbo: system.turbo ?? 'not told',
    smt: system.smt ?? 'not told',
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    os: system.distribution ?? type(),
    kernel: release(),
    node: process.version,
    v8: process.versions.v8,
    lockfile: sha256(readFileSync(findLockfile())),
    engine,
    ...versionsOf(engine),
  };
  return { fingerprint: fingerprintOf(facts), facts };
}

/** First 12 hex digits of the SHA-256 of the facts in the order of their names. */
export const fingerprintOf = (facts: Machine['facts']): string =>
  sha256(JSON.stringify(Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1)))).slice(0, 12);

/** Versions of the libraries that the engine computes with. */
function versionsOf(engine: EngineName): Record<string, string> {
  const tfjs = versionOf('@tensorflow/tfjs');
  if (engine === 'wasm') return { tfjs, 'tfjs-wasm': versionOf('@tensorflow/tfjs-backend-wasm') };
  const found = nativeState(engine);
  const built =
    found.state === 'built' ? `${found.build.libtensorflow} (${found.build.source})` : 'absent';
  return {
    tfjs,
    'tfjs-node': packageVersion(engine) ?? 'absent',
    libtensorflow: built,
    'fused operations': found.state === 'built' ? found.build.ownOps : 'absent',
    ...(engine === 'tensorflow-gpu' ? readGpu() : {}),
  };
}

const versionOf = (name: string): string =>
  (require(`${name}/package.json`) as { version: string }).version;

const sha256 = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
