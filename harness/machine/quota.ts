/** CPU quotas of the control groups that a process is in, both versions of them. */
import { readText } from './proc.ts';

export interface Quota {
  /** CPUs' worth of time that the group may use, e.g. 0.5; absent where it has no limit. */
  readonly cpus?: number;
  /** Seconds in which the group had used up its quota, so far. */
  readonly throttled: number;
}

/** Where the two versions lie, their roots as they are mounted everywhere. */
const places = {
  1: ['sys/fs/cgroup/cpu', 'sys/fs/cgroup/cpu,cpuacct'],
  2: ['sys/fs/cgroup', 'sys/fs/cgroup/unified'],
} as const;

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

/** A group and all above it: `/a/b` is `/a/b`, `/a`, and the root. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`).concat('');
}

interface Group {
  readonly version: 1 | 2;
  readonly path: string;
}

/** The groups of a process, from /proc/<pid>/cgroup: lines of `number:controllers:path`. */
function groupsOf(pid: number | 'self', root: string): Group[] {
  const lines = (readText(`proc/${pid}/cgroup`, root) ?? '').split('\n');
  return lines.flatMap((line): Group[] => {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === '') return [];
    if (controllers === '') return [{ version: 2, path }];
    return controllers.split(',').includes('cpu') ? [{ version: 1, path }] : [];
  });
}

/**
 * Of every group of the process that counts CPU time, and of those above it. In a container, whose paths may not be those
 * that are mounted, that is the container's own group.
 */
export function quotasOf(pid: number | 'self', root = '/'): Quota[] {
  return groupsOf(pid, root).flatMap(({ version, path }) =>
    upwards(path).flatMap((group) =>
      places[version].flatMap((place) => {
        const read = version === 1 ? firstQuota : secondQuota;
        return read(`${place}${group}`, root) ?? [];
      }),
    ),
  );
}

/** CPUs' worth of time that a process may use: the least of its groups; undefined where nothing limits it. */
export function cpuQuota(pid: number | 'self' = 'self', root = '/'): number | undefined {
  const limits = quotasOf(pid, root).flatMap(({ cpus }) => cpus ?? []);
  return limits.length === 0 ? undefined : Math.min(...limits);
}
