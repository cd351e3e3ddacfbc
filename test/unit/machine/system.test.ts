import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { disturbances, judge } from '../../../harness/machine/disturbances.ts';
import { readSystem } from '../../../harness/machine/system.ts';

const folder = mkdtempSync(join(tmpdir(), 'ttr-system-'));
after(() => {
  rmSync(folder, { recursive: true });
});

/** A folder that looks like / of a machine with these files. */
function root(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  }
  return join(folder, name);
}

const cpu = (n: number) => `sys/devices/system/cpu/cpu${n}`;

const laptop = root('laptop', {
  'etc/os-release': 'NAME="Linux"\nPRETTY_NAME="Example Linux 3"\n',
  [`${cpu(0)}/cpufreq/scaling_governor`]: 'powersave',
  [`${cpu(0)}/topology/core_cpus_list`]: '0-1',
  [`${cpu(1)}/cpufreq/scaling_governor`]: 'powersave',
  [`${cpu(1)}/topology/core_cpus_list`]: '0-1',
  'sys/devices/system/cpu/intel_pstate/no_turbo': '0',
  'sys/devices/system/cpu/smt/active': '1',
  'sys/class/power_supply/BAT0/status': 'Discharging',
  'proc/loadavg': '1.50 0.80 0.30 2/400 12345',
  'proc/meminfo': 'MemTotal: 8000000 kB\nSwapTotal: 2000 kB\nSwapFree: 976 kB',
  'proc/stat': 'cpu  100 0 50 800 10 0 5 35 0 0\ncpu0 50 0 25 400 5 0 2 17 0 0',
});

const server = root('server', {
  [`${cpu(0)}/cpufreq/scaling_governor`]: 'performance',
  [`${cpu(0)}/topology/core_cpus_list`]: '0',
  'sys/devices/system/cpu/cpufreq/boost': '0',
  'sys/devices/system/cpu/smt/active': '0',
  'proc/loadavg': '0.02 0.01 0.00 1/100 99',
  'proc/meminfo': 'SwapTotal: 0 kB\nSwapFree: 0 kB',
  'proc/stat': 'cpu  100 0 50 800 10 0 5 35 0 0',
});

test('The state of a machine is read from /proc and /sys', () => {
  assert.deepEqual(readSystem(laptop), {
    distribution: 'Example Linux 3',
    governors: ['powersave'],
    turbo: 'on',
    smt: 'on',
    cores: 1,
    load: 1.5,
    swapUsedBytes: 1024 * 1024,
    onBattery: true,
    ticks: { stolen: 35, all: 1000 },
  });
});

test('What a machine does not tell is undefined', () => {
  assert.deepEqual(readSystem(join(folder, 'empty')), {
    distribution: undefined,
    governors: [],
    turbo: undefined,
    smt: undefined,
    cores: undefined,
    load: undefined,
    swapUsedBytes: undefined,
    onBattery: false,
    ticks: undefined,
  });
});

test('A laptop that disturbs measurements is told why, with advice for each reason', async () => {
  const found = await disturbances(laptop);
  assert.deepEqual(
    found.map(({ what }) => what),
    [
      'the CPU frequency governor is powersave',
      'turbo is on: the clock rate depends on temperature and on the other cores',
      'simultaneous multithreading is on: two threads share a core',
      'the machine runs on battery',
      'other work is running: load 1.50',
      '1 MiB are swapped out',
    ],
  );
  assert.ok(found.every(({ advice }) => advice.length > 0));
});

test('A quiet server disturbs nothing', async () => {
  assert.deepEqual(await disturbances(server), []);
});

test('CPU time given to other guests between two looks is a disturbance', () => {
  const before = readSystem(server);
  const after = { ...before, ticks: { stolen: 45, all: 1200 } };
  assert.deepEqual(
    judge(before, after).map(({ what }) => what),
    ['the hypervisor gives 5 % of the CPU time to other guests'],
  );
});
