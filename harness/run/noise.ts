/** How disturbed a trial was, from what Linux counts: context switches, steal time, load, frequency. */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import type { Noise } from '../results/trial-result.ts';

/** Beyond these a trial is marked as disturbed. */
export const bounds = {
  involuntarySwitchesPerSecond: 50,
  stealShare: 0.02,
  loadAboveSlots: 0.75,
  frequencyRatio: 0.9,
};

/** Counters at one moment. */
export interface NoiseReading {
  readonly seconds: number;
  readonly involuntarySwitches: number;
  readonly stealTicks: number;
  readonly ticks: number;
  readonly load: number;
  /** MHz; absent where the system does not tell. */
  readonly frequency?: number;
}

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

/** Reads the counters of the CPU a process is pinned to, beside that process's own count of involuntary switches. */
export function readNoise(cpu: number, involuntarySwitches: number): NoiseReading {
  const ticks = (new RegExp(`^cpu${cpu} (.*)$`, 'm').exec(read('/proc/stat'))?.[1] ?? '')
    .split(' ')
    .map(Number);
  const kiloHertz = Number(read(`/sys/devices/system/cpu/cpu${cpu}/cpufreq/scaling_cur_freq`));
  return {
    seconds: performance.now() / 1000,
    involuntarySwitches,
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
  const disturbed: string[] = [];
  if (perSecond > bounds.involuntarySwitchesPerSecond) {
    disturbed.push(
      `${perSecond.toFixed(0)} involuntary context switches a second (bound ${bounds.involuntarySwitchesPerSecond})`,
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
    stealShare: steal,
    loadBefore: before.load,
    loadAfter: after.load,
    ...(ratio === undefined ? {} : { frequencyRatio: ratio }),
    disturbed,
  };
}
