/** What others have of a trial's CPU is told and not billed: beside a real neighbour, and in a real control group with a quota. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import { join } from 'node:path';
import { makeQuotaGroup, startNeighbour } from '../../harness/bench/neighbours.ts';
import { physicalCpus } from '../../harness/machine/slots.ts';
import type { Ledger, TrialResult } from '../../harness/record/result.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

const notLinux = process.platform === 'linux' ? false : 'counters of the CPU are Linux’s';
let project: TemporaryProject;
before(() => {
  // A step of some milliseconds, so that the stretches are long against a scheduler's slice.
  const steady = `return { ...sgd, step(here, s) { for (let i = 0; i < 20; i++) here.grad(here.params); return sgd.step(here, s); } };`;
  project = temporaryProject({ steady: submissionText(steady) }, { seeded: true });
});
after(() => {
  project.remove();
});

const task = ['trial', 'steady', 'quadratic', '--engine', 'wasm', '--evaluations', '4', '--json'];

/** One trial, started behind these arguments. */
async function trial(inside: readonly string[] = []): Promise<TrialResult> {
  const ttr = join(project.folder, 'harness', 'ttr.js');
  const [file, ...args] = [...inside, process.execPath, ttr, ...task];
  const env = { TTR_CACHE: join(project.folder, 'cache') };
  const { stdout } = await execa(file!, args, { cwd: project.folder, env });
  return JSON.parse(stdout) as TrialResult;
}

function measured({ origin }: TrialResult) {
  assert.equal(origin.kind, 'measured');
  return origin;
}

/** Seconds in which the submission's process could run. */
const couldRun = ({ clear, waited, throttled, stolen }: Ledger): number =>
  clear + waited + throttled + stolen;

const course = ({ evaluations }: TrialResult) =>
  evaluations.map(({ step, validation, trainingLoss }) => [step, validation, trainingLoss]);

test('time behind a neighbour on its CPU is not billed', { skip: notLinux }, async () => {
  const stop = startNeighbour({ kind: 'loop' }, physicalCpus()[0]!);
  try {
    const result = await trial();
    const { ledger, conditions } = measured(result);
    assert.equal(conditions.clear, true);
    assert.ok(ledger.waited > 0.2 * couldRun(ledger), JSON.stringify(ledger));
    const { seconds, wallSeconds } = result.evaluations.at(-1)!;
    assert.ok(seconds < 0.8 * wallSeconds!, `${seconds} of ${wallSeconds} s were billed`);
  } finally {
    await stop();
  }
});

test('time without quota is not billed, the quota is told, and the course is the same', async (t) => {
  const group = makeQuotaGroup(0.5);
  if (group === undefined) {
    t.skip('no control group can be made here (it takes root and a writable /sys/fs/cgroup)');
    return;
  }
  try {
    const [limited, free] = [await trial(group.inside), await trial()];
    const { ledger, conditions, machine } = measured(limited);
    assert.equal(conditions.quota, 0.5);
    assert.equal(machine.timing['quota'], '0.5 CPUs');
    assert.ok(ledger.throttled + ledger.waited > 0.2 * couldRun(ledger), JSON.stringify(ledger));
    assert.deepEqual(course(limited), course(free));
    assert.notEqual(machine.fingerprint, measured(free).machine.fingerprint);
  } finally {
    group.remove();
  }
});

test('a CPU that is forbidden is not the one that is pinned to', { skip: notLinux }, async (t) => {
  const cpus = physicalCpus();
  if (cpus.length < 2) {
    t.skip('there is one CPU');
    return;
  }
  const { conditions, slot } = measured(await trial(['taskset', '--cpu-list', String(cpus[1])]));
  assert.equal(conditions.pinned, true);
  assert.equal(slot, `cpu ${cpus[1]}`);
});
