/** What the referee finds where it runs: machine, CPUs, tools, and its trial's share of the memory. */
import { totalmem } from 'node:os';
import { machineOf } from '../../machine/facts.ts';
import { ownSlot } from '../../machine/slots.ts';
import type { Machine, Slot } from '../../record/machine.ts';
import { findSandboxTools, type SandboxTools } from '../sandbox.ts';
import type { PlacedJob } from '../wire/job.ts';

export interface Node {
  readonly machine: Machine;
  readonly slot: Slot;
  /** Trials at once on this machine, as far as is known. */
  readonly slots: number;
  readonly tools: SandboxTools;
  /** Resident bytes beyond which the trainer is killed. */
  readonly memoryBytes: number;
}

/** Share of the machine's memory that trials may hold together. */
const memoryForTrials = 0.8;

/** Looks around; starts nothing but the tools it tries out. */
export async function readNode({ place, origin, memoryBytes }: PlacedJob): Promise<Node> {
  const slots = place.kind === 'slot' ? place.slots : 1;
  return {
    machine: machineOf(origin.engine),
    slot: place.kind === 'slot' ? place.slot : ownSlot(origin.engine),
    slots,
    tools: await findSandboxTools(),
    memoryBytes: memoryBytes ?? Math.floor((memoryForTrials * totalmem()) / slots),
  };
}
