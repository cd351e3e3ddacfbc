/** The control groups (versions 1 and 2) that a process is in. */
import { readText } from './proc.ts';

export interface ControlGroup {
  readonly version: 1 | 2;
  /** Folder of the group below `/`, as it is mounted everywhere. */
  readonly folder: string;
}

type Controller = 'cpu' | 'memory';

/** Where the groups of version 1 lie, by controller, and those of version 2. */
const first: Readonly<Record<Controller, readonly string[]>> = {
  cpu: ['sys/fs/cgroup/cpu', 'sys/fs/cgroup/cpu,cpuacct'],
  memory: ['sys/fs/cgroup/memory'],
};
const second = ['sys/fs/cgroup', 'sys/fs/cgroup/unified'];

/** A group and all above it: `/a/b` is `/a/b`, `/a`, and the root. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.map((_, i) => `/${parts.slice(0, parts.length - i).join('/')}`).concat('');
}

/**
 * Groups of the process that a controller (`cpu`, `memory`) may act by, and those above them, the innermost first; a folder may not be there.
 * In a container, whose paths may not be those that are mounted, the last is the container's own.
 */
export function groupsOf(
  controller: Controller,
  pid: number | 'self',
  root: string,
): ControlGroup[] {
  // Lines of `number:controllers:path`; version 2 names no controllers.
  const lines = (readText(`proc/${pid}/cgroup`, root) ?? '').split('\n');
  return lines.flatMap((line): ControlGroup[] => {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === '') return [];
    if (controllers !== '' && !controllers.split(',').includes(controller)) return [];
    const version = controllers === '' ? 2 : 1;
    return upwards(path).flatMap((group) =>
      (version === 1 ? first[controller] : second).map((place) => ({
        version,
        folder: `${place}${group}`,
      })),
    );
  });
}
