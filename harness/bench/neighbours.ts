/** Company for a measurement: processes that take its CPU or its memory's bandwidth, and a quota on its control group. */
import { accessSync, constants, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** What a neighbour does: computes, or copies blocks of this many bytes. */
export type Neighbour =
  { readonly kind: 'loop' } | { readonly kind: 'copies'; readonly bytes: number };

const scriptOf = (neighbour: Neighbour): string =>
  neighbour.kind === 'loop'
    ? 'for (;;);'
    : `const from = Buffer.alloc(${neighbour.bytes}, 1), to = Buffer.alloc(${neighbour.bytes}); for (;;) from.copy(to);`;

/** Starts a neighbour on this CPU; call the result to end it. */
export function startNeighbour(neighbour: Neighbour, cpu: number): () => Promise<void> {
  const running = execa(
    'taskset',
    ['--cpu-list', String(cpu), process.execPath, '-e', scriptOf(neighbour)],
    { reject: false, stdio: 'ignore', buffer: false, forceKillAfterDelay: 100 },
  );
  return async () => {
    running.kill('SIGKILL');
    await running;
  };
}

/** A control group with a quota. */
export interface QuotaGroup {
  /** Arguments in front of a command line that run it in the group. */
  readonly inside: readonly string[];
  /** Throws while a process is in it. */
  remove(): void;
}

const periodMicroseconds = 100_000;

/** Where groups with a quota can be made, and the file of such a group that says it. */
const places = [
  {
    folder: '/sys/fs/cgroup/cpu',
    file: 'cpu.cfs_quota_us',
    text: (quota: number) => String(quota),
  },
  {
    folder: '/sys/fs/cgroup',
    file: 'cpu.max',
    text: (quota: number) => `${quota} ${periodMicroseconds}`,
  },
];

/** A group that may use so many CPUs' worth of time, e.g. 0.5; undefined where none can be made (it takes root). */
export function makeQuotaGroup(cpus: number): QuotaGroup | undefined {
  for (const { folder, file, text } of places) {
    const group = join(folder, `ttr-${process.pid}-${Math.random().toString(36).slice(2, 8)}`);
    try {
      accessSync(folder, constants.W_OK);
      mkdirSync(group);
    } catch {
      continue;
    }
    try {
      writeFileSync(join(group, file), text(Math.round(cpus * periodMicroseconds)));
      const enter = `echo $$ > "${group}/cgroup.procs" && exec "$@"`;
      return {
        inside: ['sh', '-c', enter, 'sh'],
        remove() {
          rmdirSync(group);
        },
      };
    } catch {
      rmdirSync(group);
    }
  }
  return undefined;
}
