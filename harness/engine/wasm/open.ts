/** Opens tfjs' WASM backend with our kernels on it. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { installKernels } from './install.ts';
import { sha256 } from './module.ts';

const require = createRequire(import.meta.url);

/** Facts for the fingerprint, and a fence: kernels run synchronously, so nothing is ever queued. */
export interface OpenWasm {
  readonly facts: Readonly<Record<string, string>>;
  fence(): void;
}

/** Makes `wasm` the current backend, as tfjs has it. Nothing may compute on it before our kernels are installed. */
export const openStockWasm = (): Promise<void> =>
  withoutNewListeners(async () => {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    if (!(await tf.setBackend('wasm'))) throw new Error('The WASM backend of tfjs did not start.');
    await tf.ready();
  });

/** Makes `wasm` the current backend and installs the kernels. */
export async function openWasm(): Promise<OpenWasm> {
  await openStockWasm();
  installKernels();
  return {
    facts: { tfjs: tf.version_core, kernels: sha256.slice(0, 16) },
    fence: () => undefined,
  };
}

const events = ['uncaughtException', 'unhandledRejection'] as const;

/** Emscripten adds listeners that rethrow every error of the process; only those that were there before are kept. */
async function withoutNewListeners(start: () => Promise<void>): Promise<void> {
  const before = new Set(
    events.flatMap((event) => process.listeners(event as 'uncaughtException')),
  );
  await start();
  for (const event of events) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before.has(listener)) process.removeListener(event, listener);
    }
  }
}
