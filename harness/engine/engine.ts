/** Chooses and prepares the TensorFlow.js backend. */
import type { EngineName } from '../record/machine.ts';
import { addMissingGradients } from './gradients/missing.ts';
import { openNative } from './native/open.ts';
import { openWasm } from './wasm/open.ts';

/** A backend made ready. */
export interface Engine {
  readonly name: EngineName;
  /** Versions and devices, text by name, for the machine's fingerprint. */
  readonly facts: Readonly<Record<string, string>>;
  /** Returns once all queued work is done. */
  fence(): void;
}

/** Opens the wanted engine on so many threads; one that is missing is an error, never silently another. */
export async function openEngine(
  want: EngineName | 'auto',
  { threads }: { readonly threads: number },
): Promise<Engine> {
  const name = want === 'auto' ? await (await import('./doctor.ts')).bestEngine() : want;
  const engine =
    name === 'wasm' ? { name, ...(await openWasm()) } : await openNative(name, threads);
  addMissingGradients();
  return engine;
}
