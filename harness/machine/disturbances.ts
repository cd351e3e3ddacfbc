/** What would disturb a measurement now, and what to do about it. */
import { setTimeout as wait } from 'node:timers/promises';
import { readSystem, type SystemState } from './system.ts';

export interface Disturbance {
  readonly what: string;
  readonly advice: string;
}

/** Share of CPU time given to other guests above which timings suffer, in [0, 1]. */
const stealLimit = 0.01;
/** Mean number of running processes above which somebody else is computing. */
const loadLimit = 0.5;
/** How long steal time is watched. */
const watchMilliseconds = 300;

/** Watches the machine for a moment; `root` as in `readSystem`. */
export async function disturbances(root = '/'): Promise<Disturbance[]> {
  const before = readSystem(root);
  await wait(watchMilliseconds);
  return judge(before, readSystem(root));
}

/** What two looks at the system tell. */
export function judge(before: SystemState, now: SystemState): Disturbance[] {
  const found: Disturbance[] = [];
  const note = (when: boolean, what: string, advice: string) => {
    if (when) found.push({ what, advice });
  };
  const governors = now.governors.filter((governor) => governor !== 'performance');
  note(
    governors.length > 0,
    `the CPU frequency governor is ${governors.join(' and ')}`,
    'sudo cpupower frequency-set --governor performance',
  );
  note(
    now.turbo === 'on',
    'turbo is on: the clock rate depends on temperature and on the other cores',
    'turn it off in the firmware, or with: echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo',
  );
  note(
    now.smt === 'on',
    'simultaneous multithreading is on: two threads share a core',
    'echo off | sudo tee /sys/devices/system/cpu/smt/control',
  );
  note(now.onBattery, 'the machine runs on battery', 'plug it in');
  note(
    (now.load ?? 0) > loadLimit,
    `other work is running: load ${now.load?.toFixed(2) ?? ''}`,
    'end it, or wait until it is done',
  );
  note(
    (now.swapUsedBytes ?? 0) > 0,
    `${Math.ceil((now.swapUsedBytes ?? 0) / 2 ** 20)} MiB are swapped out`,
    'free memory, then: sudo swapoff -a',
  );
  const stolen = stealShare(before, now);
  note(
    stolen > stealLimit,
    `the hypervisor gives ${(100 * stolen).toFixed(0)} % of the CPU time to other guests`,
    'use a machine, or an instance type, with dedicated cores',
  );
  return found;
}

function stealShare(before: SystemState, now: SystemState): number {
  if (before.ticks === undefined || now.ticks === undefined) return 0;
  return (now.ticks.stolen - before.ticks.stolen) / Math.max(1, now.ticks.all - before.ticks.all);
}
