/** Performance cores told from efficiency cores: a step costs other seconds on each, so trials use one kind only. */
import { parseCpuList } from './cores.ts';
import { readText } from './proc.ts';

/** A core whose highest frequency is below this share of the fastest one's is of another kind; favoured cores of one kind differ less. */
const sameKind = 0.85;

/** How fast a CPU is told to be, in a unit of its own; undefined where the system does not tell. */
function speedOf(cpu: number, root: string): number | undefined {
  const folder = `sys/devices/system/cpu/cpu${cpu}`;
  const text =
    readText(`${folder}/cpu_capacity`, root) ??
    readText(`${folder}/cpufreq/cpuinfo_max_freq`, root);
  return text === undefined ? undefined : Number(text);
}

/**
 * Of these CPUs those of the fastest kind: Intel's hybrids list them (`cpu_core`), others tell capacities or frequencies. All
 * of them where nothing tells kinds apart.
 */
export function fastestKind(cpus: readonly number[], root = '/'): number[] {
  const listed = readText('sys/devices/cpu_core/cpus', root);
  if (listed !== undefined) {
    const fast = parseCpuList(listed);
    const own = cpus.filter((cpu) => fast.includes(cpu));
    if (own.length > 0) return own;
  }
  const speeds = cpus.map((cpu) => speedOf(cpu, root));
  if (!speeds.every((speed) => speed !== undefined)) return [...cpus];
  const limit = sameKind * Math.max(...speeds);
  return cpus.filter((_, i) => speeds[i]! >= limit);
}
