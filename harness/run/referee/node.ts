/** What the referee finds where it runs: machine, CPUs, tools, and its trial's share of the memory. */
import { machineOf } from '../../machine/facts.ts';
import { readCpu } from '../../machine/cpu-account.ts';
import { memoryLimit } from '../../machine/memory-limit.ts';
import { cpuQuota } from '../../machine/quota.ts';
import { ownSlot } from '../../machine/slots.ts';
import type { EngineName, Machine, Slot } from '../../record/machine.ts';
import type { Conditions } from '../../record/result.ts';
import { findSandboxTools, type SandboxTools } from '../sandbox.ts';
import type { PlacedJob } from '../wire/job.ts';

export interface Node {
  readonly machine: Machine;
  readonly slot: Slot;
  /** Trials at once on this machine, as far as is known. */
  readonly slots: number;
  readonly tools: SandboxTools;
  readonly conditions: Conditions;
  /** Resident bytes beyond which the trainer is killed. */
  readonly memoryBytes: number;
}

/** Share of the machine's memory that trials may hold together. */
const memoryForTrials = 0.8;

/** What can be had here, for the trial's record. */
function conditionsOf(
  engine: EngineName,
  { cpus }: Slot,
  { pin, offline }: SandboxTools,
): Conditions {
  const quota = cpuQuota();
  return {
    pinned: pin && cpus.length > 0,
    offline: offline !== undefined,
    stops: process.platform !== 'win32',
    // A trainer that waits for its GPU is not ready to run, so nobody else has what it waits for.
    clear: engine !== 'tensorflow-gpu' && readCpu(process.pid, cpus) !== undefined,
    ...(quota === undefined ? {} : { quota }),
  };
}

/** Looks around; starts nothing but the tools it tries out. */
export async function readNode({ place, origin, memoryBytes }: PlacedJob): Promise<Node> {
  const slots = place.kind === 'slot' ? place.slots : 1;
  const slot = place.kind === 'slot' ? place.slot : ownSlot(origin.engine);
  const tools = await findSandboxTools();
  return {
    machine: machineOf(origin.engine),
    slot,
    slots,
    tools,
    conditions: conditionsOf(origin.engine, slot, tools),
    memoryBytes: memoryBytes ?? Math.floor((memoryForTrials * memoryLimit()) / slots),
  };
}
