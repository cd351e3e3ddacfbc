/** Chooses and prepares the TensorFlow.js backend. */
import type { EngineName } from '../record/machine.ts';
import { addMissingGradients } from './gradients/missing.ts';
import { openNative } from './native/open.ts';
import type { Engine } from './opened-engine.ts';
import { openWasm } from './wasm/open.ts';

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
