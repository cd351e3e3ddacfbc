/**
 * What became of the wall time of a process on its CPU, read from outside it: what it had, and what others had
 * meanwhile. Linux only; see "Whose seconds" in harness/score/README.md for what was tried.
 */
import { namesIn, readText } from './proc.ts';
import { quotasOf } from './quota.ts';

/** Counters of a process at one moment, seconds since their own beginnings. */
export interface CpuReading {
  /** CPU time of its main thread. */
  readonly main: number;
  /** CPU time of its other threads. */
  readonly others: number;
  /** Its main thread was ready to run, and something else ran. */
  readonly delayed: number;
  /** Its control groups had used up their quota. */
  readonly throttled: number;
  /** A hypervisor gave its CPU to somebody else. */
  readonly stolen: number;
}

/** The wall time of a stretch, divided. The parts add up to it. Seconds. */
export interface Division {
  /** What is the process's own. */
  readonly clear: number;
  /** It waited for its CPU behind other processes. */
  readonly waited: number;
  readonly throttled: number;
  readonly stolen: number;
}

/** `schedstat` of a thread: nanoseconds on a CPU, nanoseconds ready but not running (Documentation/scheduler/sched-stats.rst). */
const schedstat = (path: string, root: string): readonly [number, number] | undefined => {
  const [ran, delayed] = (readText(path, root) ?? '').split(' ').map(Number);
  return ran === undefined || delayed === undefined ? undefined : [ran / 1e9, delayed / 1e9];
};

/** Hundredths of a second that a hypervisor took from each of these CPUs, as seconds of one of them in the mean. */
function stolenFrom(cpus: readonly number[], root: string): number {
  const lines = (readText('proc/stat', root) ?? '').split('\n');
  const steal = cpus.map((cpu) => {
    const fields = lines.find((line) => line.startsWith(`cpu${cpu} `))?.split(' ');
    return Number(fields?.[8] ?? 0) / 100;
  });
  return steal.reduce((sum, seconds) => sum + seconds, 0) / Math.max(cpus.length, 1);
}

/** Seconds that this process's main thread was ready to run while something else ran; 0 where the system does not tell. */
export const ownDelay = (): number =>
  schedstat(`proc/self/task/${process.pid}/schedstat`, '/')?.[1] ?? 0;

/** Reads a process that is pinned to these CPUs; undefined where the system does not tell, or the process is gone. */
export function readCpu(pid: number, cpus: readonly number[], root = '/'): CpuReading | undefined {
  const main = schedstat(`proc/${pid}/task/${pid}/schedstat`, root);
  if (main === undefined) return undefined;
  const others = namesIn(`proc/${pid}/task`, root)
    .filter((thread) => thread !== String(pid))
    .map((thread) => schedstat(`proc/${pid}/task/${thread}/schedstat`, root)?.[0] ?? 0);
  return {
    main: main[0],
    others: others.reduce((sum, seconds) => sum + seconds, 0),
    delayed: main[1],
    throttled: quotasOf(pid, root).reduce((most, { throttled }) => Math.max(most, throttled), 0),
    stolen: stolenFrom(cpus, root),
  };
}

const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

/**
 * Divides a stretch of `wall` seconds. Waiting behind the process's own threads is its own affair. The time ready but not
 * running contains throttled time on the kernels that were measured (6.18, control groups 1), so the larger of the two counts, and none twice. No more
 * is taken away than leaves the CPU time that the main thread had.
 */
export function divide(
  wall: number,
  before: CpuReading | undefined,
  after: CpuReading | undefined,
): Division {
  if (before === undefined || after === undefined)
    return { clear: wall, waited: 0, throttled: 0, stolen: 0 };
  const since = (name: keyof CpuReading): number => Math.max(after[name] - before[name], 0);
  const most = Math.max(wall - since('main'), 0);
  const throttled = within(since('throttled'), most);
  const kept = within(Math.max(since('delayed') - since('others'), throttled), most);
  const stolen = within(since('stolen'), most - kept);
  return { clear: wall - kept - stolen, waited: kept - throttled, throttled, stolen };
}
