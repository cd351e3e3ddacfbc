/** In which facts two machines differ, in words. */
import type { Facts } from './machine.ts';

/** E.g. "node v20.20.2 against v22.1.0, quota none against 0.5 CPUs"; undefined where they agree. */
export function difference(theirs: Facts, ours: Facts): string | undefined {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
  const differing = names.filter((name) => theirs[name] !== ours[name]);
  if (differing.length === 0) return undefined;
  return differing
    .map((name) => `${name} ${theirs[name] ?? 'not told'} against ${ours[name] ?? 'not told'}`)
    .join(', ');
}
