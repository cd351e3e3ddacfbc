/** How disturbed a trial was, from what Linux counts: CPU time of others, steal time, load, frequency. */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Noise } from '../record/result.ts';

/** Beyond these a trial is marked as disturbed. */
export const bounds = {
  othersShare: 0.03,
  /** Own CPU time is seen up to this long before its end, so less than this of others' proves nothing. */
  othersSeconds: 0.5,
  stealShare: 0.02,
  loadAboveSlots: 0.75,
  frequencyRatio: 0.9,
};

/** What the trial's own processes have used so far. */
export interface OwnUse {
  /** Of the trainer. Its own threads push one another off their CPU too, so they are told but mark nothing. */
  readonly involuntarySwitches: number;
  /** CPU time of referee and trainer. */
  readonly cpuSeconds: number;
}

/** Counters at one moment. */
export interface NoiseReading extends OwnUse {
  readonly seconds: number;
  /** In which the CPU worked for anyone, a hundredth of a second each. */
  readonly busyTicks: number;
  readonly stealTicks: number;
  readonly ticks: number;
  readonly load: number;
  /** MHz; absent where the system does not tell. */
  readonly frequency?: number;
}

/** USER_HZ, which Linux fixes at 100 for programs on every common processor. */
const ticksPerSecond = 100;

/** Of a CPU's line in /proc/stat: user, nice, system, interrupts. */
const busyFields = [0, 1, 2, 5, 6];

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not Linux, or the process is gone
  }
};

/** A number of /proc/<pid>/status by its name, in the file's unit; 0 where it is not there. */
export const statusOf = (pid: number, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** CPU time of a process and all its threads from /proc/<pid>/stat, seconds; 0 where it is not there. */
export function cpuSecondsOf(pid: number): number {
  // The name in parentheses may hold anything; user and system time are the 14th and 15th field.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)!.split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond;
}

/** Reads the counters of the CPU that the trial is pinned to, beside what the trial itself has used. */
export function readNoise(cpu: number, own: OwnUse): NoiseReading {
  const ticks = (new RegExp(`^cpu${cpu} (.*)$`, 'm').exec(read('/proc/stat'))?.[1] ?? '')
    .split(' ')
    .map(Number);
  const kiloHertz = Number(read(`/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_cur_freq`));
  return {
    seconds: performance.now() / 1000,
    ...own,
    busyTicks: busyFields.reduce((sum, field) => sum + (ticks[field] ?? 0), 0),
    stealTicks: ticks[7] ?? 0,
    ticks: ticks.slice(0, 8).reduce((sum, n) => sum + n, 0),
    load: loadavg()[0]!,
    ...(kiloHertz > 0 ? { frequency: kiloHertz / 1000 } : {}),
  };
}

/** What happened between two readings; `slots` trials run at once, so a load of that many is expected. */
export function noiseBetween(before: NoiseReading, after: NoiseReading, slots: number): Noise {
  const seconds = Math.max(after.seconds - before.seconds, 1e-9);
  const perSecond = (after.involuntarySwitches - before.involuntarySwitches) / seconds;
  const steal = (after.stealTicks - before.stealTicks) / Math.max(after.ticks - before.ticks, 1);
  const ratio =
    before.frequency === undefined || after.frequency === undefined
      ? undefined
      : Math.min(before.frequency, after.frequency) / Math.max(before.frequency, after.frequency);
  const busy = (after.busyTicks - before.busyTicks) / ticksPerSecond;
  const others = Math.max(busy - (after.cpuSeconds - before.cpuSeconds), 0);
  const disturbed: string[] = [];
  if (others > Math.max(bounds.othersShare * seconds, bounds.othersSeconds)) {
    disturbed.push(
      `other processes took ${((100 * others) / seconds).toFixed(0)} % of the CPU (bound ${100 * bounds.othersShare} %)`,
    );
  }
  if (steal > bounds.stealShare) {
    disturbed.push(
      `${(100 * steal).toFixed(1)} % of the CPU's time stolen by the hypervisor (bound ${100 * bounds.stealShare} %)`,
    );
  }
  if (before.load > slots + bounds.loadAboveSlots || after.load > slots + bounds.loadAboveSlots) {
    disturbed.push(
      `load ${before.load.toFixed(2)} before and ${after.load.toFixed(2)} after with ${slots} trials at once`,
    );
  }
  if (ratio !== undefined && ratio < bounds.frequencyRatio) {
    disturbed.push(`CPU frequency changed by ${(100 * (1 - ratio)).toFixed(0)} %`);
  }
  return {
    involuntarySwitchesPerSecond: perSecond,
    ...(after.ticks > before.ticks ? { othersShare: Math.min(others / seconds, 1) } : {}),
    stealShare: steal,
    loadBefore: before.load,
    loadAfter: after.load,
    ...(ratio === undefined ? {} : { frequencyRatio: ratio }),
    disturbed,
  };
}
