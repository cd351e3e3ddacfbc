/** Has the kernel killed for want of memory? */
import { readText } from './proc.ts';

/** Processes that the kernel killed for memory since it started, in all control groups; 0 where it does not tell. */
export const memoryKills = (root = '/'): number =>
  Number(/^oom_kill (\d+)$/m.exec(readText('proc/vmstat', root) ?? '')?.[1] ?? 0);
