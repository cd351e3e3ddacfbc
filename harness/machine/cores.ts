/** Which CPUs of Linux are threads of one physical core. */
import { readText } from './proc.ts';

/** Expands `0-3,8` to the CPUs it names. */
export const parseCpuList = (text: string): number[] =>
  text
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .flatMap((part) => {
      const [first, last = first] = part.split('-').map(Number) as [number, number?];
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });

/** The CPUs of this CPU's core, itself among them; undefined where the system does not tell. Kernels before 5.2 know the second name only. */
export function siblingsOf(cpu: number, root = '/'): number[] | undefined {
  const topology = `sys/devices/system/cpu/cpu${cpu}/topology`;
  const list =
    readText(`${topology}/core_cpus_list`, root) ??
    readText(`${topology}/thread_siblings_list`, root);
  return list === undefined ? undefined : parseCpuList(list);
}

/** Of these CPUs the first of each core; a CPU whose core is not told counts as one. */
export const firstOfEachCore = (cpus: readonly number[], root = '/'): number[] =>
  cpus.filter((cpu) => {
    const siblings = siblingsOf(cpu, root) ?? [cpu];
    return siblings.find((sibling) => cpus.includes(sibling)) === cpu;
  });
