/**
 * `npm run bench:clock`: the same trial beside all kinds of neighbours. What differs in its seconds between the conditions is none of
 * the submission's doing, so the clock whose seconds differ least is the one to score by.
 */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { max, mean, min } from 'd3-array';
import { physicalCpus } from '../machine/slots.ts';
import type { TrialResult } from '../record/result.ts';
import { clocks, type ClockName } from '../score/clock-names.ts';
import { onClock } from '../score/clock.ts';
import { findSuite, submissionNames } from '../prepare/folders.ts';
import { openProject } from '../prepare/project.ts';
import { enter, readFlags } from './flags.ts';
import { makeQuotaGroup, startNeighbour, type Neighbour } from './neighbours.ts';
import { put } from './output.ts';

const ttr = fileURLToPath(new URL('../ttr.js', import.meta.url));
/** Suites whose workloads are run, and evaluations that a trial runs for. */
const usual = { suite: 'quick', evaluations: 4 };
const quick = { suite: 'smoke', evaluations: 3 };

const loop: Neighbour = { kind: 'loop' };
const copies: Neighbour = { kind: 'copies', bytes: 2 ** 30 };

interface Condition {
  readonly name: string;
  /** Neighbours on the trial's CPU, and on each other one. */
  readonly here?: readonly Neighbour[];
  readonly elsewhere?: readonly Neighbour[];
  /** CPUs' worth of time that the trial may use. */
  readonly quota?: number;
}

const conditions: readonly Condition[] = [
  { name: 'quiet' },
  { name: 'quiet again' },
  { name: 'a loop on its CPU', here: [loop] },
  { name: 'two loops on its CPU', here: [loop, loop] },
  { name: 'a loop on each other CPU', elsewhere: [loop] },
  { name: '1 GiB copies on each other CPU', elsewhere: [copies] },
  { name: '1 GiB copies on every CPU', here: [copies], elsewhere: [copies] },
  { name: 'quota 50 %', quota: 0.5 },
  { name: 'quota 25 %', quota: 0.25 },
  { name: 'quiet at the end' },
];

interface Task {
  readonly submission: string;
  readonly workload: string;
  readonly evaluations: number;
}

/** The trial under a condition; undefined where it cannot be brought about. */
async function runUnder(
  { here = [], elsewhere = [], quota }: Condition,
  { submission, workload, evaluations }: Task,
): Promise<TrialResult | undefined> {
  const [cpu, ...others] = physicalCpus(); // a single trial takes the first slot
  const group = quota === undefined ? undefined : makeQuotaGroup(quota);
  if (quota !== undefined && group === undefined) return undefined;
  const stops = [
    ...here.map((neighbour) => startNeighbour(neighbour, cpu!)),
    ...others.flatMap((other) => elsewhere.map((one) => startNeighbour(one, other))),
  ];
  try {
    const task = ['trial', submission, workload, '--engine', 'wasm', '--json'];
    const command = [process.execPath, ttr, ...task, '--evaluations', String(evaluations)];
    const [file, ...args] = [...(group?.inside ?? []), ...command];
    const { stdout } = await execa(file!, args);
    return JSON.parse(stdout) as TrialResult;
  } finally {
    await Promise.all(stops.map((stop) => stop()));
    group?.remove();
  }
}

interface Row {
  readonly workload: string;
  readonly condition: string;
  readonly seconds: Readonly<Record<ClockName, number>>;
}

/** Seconds of the last evaluation on every clock. */
function rowsOf(
  workload: string,
  ran: readonly { readonly condition: string; readonly result: TrialResult }[],
): Row[] {
  const results = ran.map(({ result }) => result);
  const by = new Map(clocks.map((clock) => [clock, onClock(results, clock)]));
  return ran.map(({ condition }, i) => {
    const at = (clock: ClockName): number => by.get(clock)![i]!.evaluations.at(-1)!.seconds;
    const seconds = { clear: at('clear'), wall: at('wall'), yardstick: at('yardstick') };
    return { workload, condition, seconds };
  });
}

/** Largest over least, less one; and the mean distance from the mean. */
function spreadOf(rows: readonly Row[], clock: ClockName): { range: number; deviation: number } {
  const seconds = rows.map((row) => row.seconds[clock]);
  const middle = mean(seconds)!;
  return {
    range: max(seconds)! / min(seconds)! - 1,
    deviation: mean(seconds, (one) => Math.abs(one / middle - 1))!,
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

await enter(async () => {
  const about = 'Runs the same trial beside all kinds of neighbours and compares its seconds.';
  const flags = await readFlags('bench:clock', about);
  const { suite, evaluations } = flags.quick ? quick : usual;
  const { root } = openProject();
  const found = findSuite(root, suite);
  const [submission] = submissionNames(root, found.submissions);
  const workloads = found.workloads.filter((name) => name.includes(flags.filter));
  const rows: Row[] = [];
  const skipped = new Set<string>();
  for (const workload of workloads) {
    const ran: { condition: string; result: TrialResult }[] = [];
    for (const condition of conditions) {
      const result = await runUnder(condition, { submission: submission!, workload, evaluations });
      if (result === undefined) skipped.add(condition.name);
      else ran.push({ condition: condition.name, result });
      const last = result?.evaluations.at(-1);
      const seconds = last === undefined ? 'left out' : `${last.seconds.toFixed(2)} s clear`;
      console.error(
        `${workload}, ${condition.name}: ${seconds} of ${last?.wallSeconds?.toFixed(2)} s`,
      );
    }
    rows.push(...rowsOf(workload, ran));
  }
  const spreads = workloads.flatMap((workload) => {
    const own = rows.filter((row) => row.workload === workload);
    if (own.length === 0) return [];
    const spread = clocks.map((clock) => spreadOf(own, clock));
    const texts = spread.map(({ range, deviation }) => `${percent(range)}, ${percent(deviation)}`);
    return [[workload, 'largest over least, mean distance', ...texts]];
  });
  const printed = {
    head: ['workload', 'condition', ...clocks],
    rows: [
      ...rows.map(({ workload, condition, seconds }) => [
        workload,
        condition,
        ...clocks.map((clock) => seconds[clock].toFixed(2)),
      ]),
      ...spreads,
    ],
    notes: [
      `Seconds of ${submission} until evaluation ${evaluations}; the same course in every row.`,
      ...[...skipped].map((name) => `Left out, no control group could be made: ${name}.`),
    ],
  };
  await put('bench:clock', printed, { rows }, { ...flags, readme: false });
});
