/** What trials run on here: the engine, the machine, its slots and its tools. */
import { bestEngine, engineStates } from '../engine/doctor.ts';
import { machineOf } from '../machine/facts.ts';
import { findSlots } from '../machine/slots.ts';
import type { EngineName, Machine, Slot } from '../record/machine.ts';
import { findSandboxTools, type SandboxTools } from '../run/sandbox.ts';

export interface Host {
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly slots: readonly Slot[];
  readonly tools: SandboxTools;
}

export interface HostRequest {
  readonly engine: EngineName | 'auto';
  /** Trials at once; one for each physical core when left out. */
  readonly slots?: number | undefined;
}

/** The engine to run on; a wanted one that is missing is an error. */
export async function chooseEngine(want: EngineName | 'auto'): Promise<EngineName> {
  if (want === 'auto') return bestEngine();
  const found = (await engineStates()).find(({ name }) => name === want);
  if (found?.state === 'ready') return want;
  throw new Error(
    `Engine ${want} is not ready: ${found?.detail ?? 'unknown'}. ${found?.advice ?? ''}`.trim(),
  );
}

/** Looks at this machine; starts nothing but the tools it tries out. */
export async function findHost({ engine: want, slots: wanted }: HostRequest): Promise<Host> {
  const engine = await chooseEngine(want);
  const slots = findSlots(engine, wanted);
  return { engine, machine: machineOf(engine), slots, tools: await findSandboxTools() };
}
