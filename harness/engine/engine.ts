/** Chooses and prepares the TensorFlow.js backend. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { EngineName } from '../results/trial-result.ts';
import { openNative } from './native/open.ts';

/** A backend made ready. */
export interface Engine {
  readonly name: EngineName;
  /** Versions and devices, text by name, for the machine's fingerprint. */
  readonly facts: Readonly<Record<string, string>>;
  /** Returns once all queued work is done. */
  fence(): void;
}

const require = createRequire(import.meta.url);

/** Opens the wanted engine on so many threads; one that is missing is an error, never silently another. */
export async function openEngine(
  want: EngineName | 'auto',
  { threads }: { readonly threads: number },
): Promise<Engine> {
  const name = want === 'auto' ? await (await import('./doctor.ts')).bestEngine() : want;
  return name === 'wasm' ? openWasm() : openNative(name, threads);
}

/** The WASM backend runs on one thread. */
async function openWasm(): Promise<Engine> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await tf.setBackend('wasm');
  return { name: 'wasm', facts: { tfjs: tf.version_core }, fence: () => undefined };
}
