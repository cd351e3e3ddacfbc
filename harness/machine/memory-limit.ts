/** Memory that this process may hold. */
import { totalmem } from 'node:os';
import { groupsOf } from './control-groups.ts';
import { readText } from './proc.ts';

/** Bytes: the least limit of its control groups, or the machine's memory where none limits it. */
export function memoryLimit(root = '/', total = totalmem()): number {
  const limits = groupsOf('memory', 'self', root).map(({ version, folder }) =>
    Number(readText(`${folder}/memory.${version === 2 ? 'max' : 'limit_in_bytes'}`, root)),
  );
  // "max" is no number, and no limit is a number near 2^63 in version 1.
  return Math.min(total, ...limits.filter((bytes) => bytes > 0));
}
