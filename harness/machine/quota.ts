/** CPU quotas of the control groups that a process is in, both versions of them. */
import { groupsOf } from './control-groups.ts';
import { readText } from './proc.ts';

export interface Quota {
  /** CPUs' worth of time that the group may use, e.g. 0.5; absent where it has no limit. */
  readonly cpus?: number;
  /** Seconds in which the group had used up its quota, so far. */
  readonly throttled: number;
}

/** A value of a file of `name value` lines. */
const named = (text: string | undefined, name: string): number | undefined => {
  const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(text ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
};

/** Of version 2: `cpu.max` says "50000 100000" or "max 100000", in microseconds. */
function secondQuota(folder: string, root: string): Quota | undefined {
  const throttled = named(readText(`${folder}/cpu.stat`, root), 'throttled_usec');
  if (throttled === undefined) return undefined;
  const [most, period] = (readText(`${folder}/cpu.max`, root) ?? 'max').split(' ').map(Number);
  const limited = Number.isFinite(most) && period !== undefined;
  return { throttled: throttled / 1e6, ...(limited ? { cpus: most! / period } : {}) };
}

/** Of version 1: a quota of -1 is none; throttled time in nanoseconds. */
function firstQuota(folder: string, root: string): Quota | undefined {
  const throttled = named(readText(`${folder}/cpu.stat`, root), 'throttled_time');
  if (throttled === undefined) return undefined;
  const most = Number(readText(`${folder}/cpu.cfs_quota_us`, root) ?? -1);
  const period = Number(readText(`${folder}/cpu.cfs_period_us`, root) ?? 100_000);
  return { throttled: throttled / 1e9, ...(most > 0 ? { cpus: most / period } : {}) };
}

/** Of every group of the process that counts CPU time, and of those above it. */
export function quotasOf(pid: number | 'self', root = '/'): Quota[] {
  return groupsOf('cpu', pid, root).flatMap(
    ({ version, folder }) =>
      (version === 1 ? firstQuota(folder, root) : secondQuota(folder, root)) ?? [],
  );
}

/** CPUs' worth of time that a process may use: the least of its groups; undefined where nothing limits it. */
export function cpuQuota(pid: number | 'self' = 'self', root = '/'): number | undefined {
  const limits = quotasOf(pid, root).flatMap(({ cpus }) => cpus ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
