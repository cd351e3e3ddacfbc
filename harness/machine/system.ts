/** Reads what Linux tells about CPUs, power and load. What a system does not tell is undefined. */
import { firstOfEachCore, siblingsOf } from './cores.ts';
import { namesIn, readText } from './proc.ts';

/** State of the machine that decides how fast and how evenly it computes. */
export interface SystemState {
  /** Name and release of the distribution. */
  readonly distribution: string | undefined;
  /** Frequency governors in use, sorted, each once; empty where the kernel does not scale frequencies. */
  readonly governors: readonly string[];
  readonly turbo: 'on' | 'off' | undefined;
  readonly smt: 'on' | 'off' | undefined;
  /** Physical cores. */
  readonly cores: number | undefined;
  /** Processes that wanted a CPU, mean over the last minute. */
  readonly load: number | undefined;
  readonly swapUsedBytes: number | undefined;
  /** True when a battery is discharging. */
  readonly onBattery: boolean;
  /** CPU ticks since boot: given to other guests by the hypervisor, and in all. */
  readonly ticks: { readonly stolen: number; readonly all: number } | undefined;
}

/** Reads /proc and /sys below `root` (`/`; another folder in tests). */
export function readSystem(root = '/'): SystemState {
  const text = (path: string) => readText(path, root);
  const cpus = namesIn('sys/devices/system/cpu', root)
    .flatMap((name) => /^cpu(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number);
  const ofEach = (path: string) =>
    unique(cpus.map((cpu) => text(`sys/devices/system/cpu/cpu${cpu}/${path}`)));
  // A CPU that is switched off tells nothing.
  const online = cpus.filter((cpu) => siblingsOf(cpu, root) !== undefined);
  const supplies = namesIn('sys/class/power_supply', root);
  return {
    distribution: /^PRETTY_NAME="?([^"\n]+)/m.exec(text('etc/os-release') ?? '')?.[1],
    governors: ofEach('cpufreq/scaling_governor'),
    turbo: turbo(
      text('sys/devices/system/cpu/intel_pstate/no_turbo'),
      text('sys/devices/system/cpu/cpufreq/boost'),
    ),
    smt: onOff(text('sys/devices/system/cpu/smt/active'), '1'),
    cores: online.length === 0 ? undefined : firstOfEachCore(online, root).length,
    load: number(text('proc/loadavg')?.split(' ')[0]),
    swapUsedBytes: swapUsed(text('proc/meminfo')),
    onBattery: supplies.some(
      (name) => text(`sys/class/power_supply/${name}/status`) === 'Discharging',
    ),
    ticks: ticks(text('proc/stat')),
  };
}

const unique = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();

const number = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

const onOff = (text: string | undefined, on: string): 'on' | 'off' | undefined =>
  text === undefined ? undefined : text === on ? 'on' : 'off';

/** Intel's driver says `no_turbo`, the others `boost`. */
const turbo = (noTurbo: string | undefined, boost: string | undefined) =>
  onOff(noTurbo, '0') ?? onOff(boost, '1');

function swapUsed(meminfo: string | undefined): number | undefined {
  const kilobytes = (name: string) =>
    number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(meminfo ?? '')?.[1]);
  const total = kilobytes('SwapTotal');
  const free = kilobytes('SwapFree');
  return total === undefined || free === undefined ? undefined : (total - free) * 1024;
}

/** First line of /proc/stat: user nice system idle iowait irq softirq steal (guest time is within user time). */
function ticks(stat: string | undefined): SystemState['ticks'] {
  const counts = stat?.split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number);
  if (counts?.length !== 8) return undefined;
  return { stolen: counts[7]!, all: counts.reduce((sum, count) => sum + count, 0) };
}
