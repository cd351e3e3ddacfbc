/** Which engines are ready here, and what the others lack. */
import type { EngineName } from '../record/machine.ts';
import { buildCommand, nativeState, type NativeName } from './native/home.ts';
import { probeAddon } from './native/probe.ts';

export interface EngineState {
  readonly name: EngineName;
  readonly state: 'ready' | 'absent';
  /** What it is, or why it is absent. */
  readonly detail: string;
  /** What to do to get it; empty where it is ready. */
  readonly advice: string;
}

/** All engines, fastest first. A native addon is loaded in a process of its own. */
export async function engineStates(): Promise<EngineState[]> {
  return [
    ...(await Promise.all([nativeEngine('tensorflow-gpu'), nativeEngine('tensorflow')])),
    { name: 'wasm', state: 'ready', detail: 'built in', advice: '' },
  ];
}

async function nativeEngine(name: NativeName): Promise<EngineState> {
  const found = nativeState(name);
  if (found.state === 'absent') return { name, ...found };
  const probe = await probeAddon(found.addon, found.ownOps);
  if (!probe.loads) {
    const detail = `built, but it does not load: ${probe.reason}`;
    return { name, state: 'absent', detail, advice: buildCommand(name, true) };
  }
  if (name === 'tensorflow-gpu' && !probe.gpu) {
    const advice = 'check nvidia-smi; for TensorFlow’s reason set TF_CPP_MIN_LOG_LEVEL=0';
    return { name, state: 'absent', detail: 'built, but TensorFlow sees no GPU', advice };
  }
  const detail = `libtensorflow ${probe.libtensorflow} (${found.build.source})`;
  return { name, state: 'ready', detail, advice: '' };
}

/** The fastest engine that is ready: `tensorflow-gpu` where a GPU is in use, else `tensorflow`, else `wasm`. */
export async function bestEngine(): Promise<EngineName> {
  return (await engineStates()).find(({ state }) => state === 'ready')?.name ?? 'wasm';
}
