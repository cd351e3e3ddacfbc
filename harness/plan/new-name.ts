/** Names of new submissions and workloads, and the titles made of them. */
import { checkName } from './check-name.ts';

/** Throws where a name is none for a folder of this kind. */
export function checkNewName(kind: 'submission' | 'workload', name: string): void {
  const problem = checkName(kind, name);
  if (problem !== undefined) throw new Error(problem);
}

/** `my_method` as a title: `My method`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
