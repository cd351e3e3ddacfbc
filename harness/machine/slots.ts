/** CPUs that trials are pinned to: one per physical core, so that no two trials share one. */
import { availableParallelism } from 'node:os';
import type { EngineName, Slot } from '../record/machine.ts';
import { firstOfEachCore, parseCpuList } from './cores.ts';
import { fastestKind } from './core-kinds.ts';
import { readText } from './proc.ts';
import { cpuQuota } from './quota.ts';

/** CPUs this process may use. */
export function allowedCpus(): number[] {
  const list = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readText('proc/self/status') ?? '')?.[1];
  return list === undefined
    ? Array.from({ length: availableParallelism() }, (_, i) => i)
    : parseCpuList(list);
}

/** The place of a process that was given its CPUs by somebody else, such as a batch system. */
export function ownSlot(engine: EngineName): Slot {
  const cpus = physicalCpus();
  return { name: engine === 'tensorflow-gpu' ? 'gpu 0' : `cpu ${cpus.join(',')}`, cpus };
}

/** The first allowed CPU of each physical core, cores of one kind only; no more of them than a quota is worth. */
export function physicalCpus(): number[] {
  const cpus = firstOfEachCore(fastestKind(allowedCpus()));
  const quota = cpuQuota() ?? cpus.length;
  return cpus.slice(0, Math.max(1, Math.floor(quota)));
}

/** As many slots as wanted, at most one per physical core; all cores when `wanted` is left out. A GPU is one slot. */
export function findSlots(engine: EngineName, wanted: number | undefined): Slot[] {
  const cpus = physicalCpus();
  if (engine === 'tensorflow-gpu') {
    if (wanted !== undefined && wanted !== 1)
      throw new Error(`${wanted} slots were asked for; the GPU is one slot.`);
    return [{ name: 'gpu 0', cpus }];
  }
  const count = wanted ?? cpus.length;
  if (!Number.isInteger(count) || count < 1 || count > cpus.length) {
    throw new Error(
      `${count} slots were asked for; this machine offers 1 to ${cpus.length}, one for each physical core that it may use. Trials never share one.`,
    );
  }
  return cpus.slice(0, count).map((cpu) => ({ name: `cpu ${cpu}`, cpus: [cpu] }));
}
