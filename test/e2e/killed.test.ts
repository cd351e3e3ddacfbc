/** `kill -9` of the trainer, the referee or `ttr run` loses no finished trial, and the next run completes the rest. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

// Two quick ones, then one whose first step takes longer than its budget: time to be killed in.
const submissions = {
  a_quick: submissionText(`return sgd;`),
  b_quick: submissionText(`return sgd;`),
  c_slow: submissionText(
    `return { ...sgd, step({ params }, s) { const end = performance.now() + 4000; while (performance.now() < end); return [params, s]; } };`,
  ),
};
const command = ['run', '--suite', 'smoke', '--engine', 'wasm', '--slots', '1'];

let project: TemporaryProject;
before(() => {
  project = temporaryProject(submissions, { seeded: true });
});
after(() => {
  project.remove();
});
/** What the quick ones reached stays from test to test: the first runs them. */
beforeEach(async () => {
  const results = join(project.folder, 'results');
  const names = await readdir(results, { withFileTypes: true }).catch(() => []);
  for (const machine of names.filter((one) => one.isDirectory()))
    await rm(join(results, machine.name, 'c_slow'), { recursive: true, force: true });
});

/** All processes as (pid, parent, command line). */
const processes = (): { pid: number; parent: number; line: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
        return [{ pid: Number(name), parent, line: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        return []; // gone meanwhile
      }
    });

type Run = ReturnType<TemporaryProject['ttr']>;

/** Waits for something to be found while the run goes on. */
async function found<T>(run: Run, look: () => Promise<T | undefined>): Promise<T> {
  let ended = false;
  void run.then(() => (ended = true));
  for (;;) {
    const last = ended;
    const value = await look();
    if (value !== undefined) return value;
    assert.ok(!last, 'the run ended before what was waited for was there');
    await wait(20);
  }
}

/** Of a trial of `c_slow`: trainers name their submission, referees the file of their job. */
const isSlow = (line: string): boolean => {
  if (line.includes('/submission-c_slow-')) return true;
  const job = line.split('\0').find((argument) => argument.endsWith('/job.json'));
  try {
    return job !== undefined && readFileSync(job, 'utf8').includes('"submission":"c_slow"');
  } catch {
    return false; // gone meanwhile
  }
};

/** The descendant of the run that runs this program for the slow submission. */
const descendant = (run: Run, program: string): Promise<number> =>
  found(run, () => {
    const all = processes();
    const family = new Set([run.pid]);
    for (let size = 0; size !== family.size;) {
      size = family.size;
      for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    }
    const one = all.find(
      ({ pid, line }) =>
        pid !== run.pid && family.has(pid) && line.includes(`/${program}-`) && isSlow(line),
    );
    return Promise.resolve(one?.pid);
  });

/** Waits until both quick submissions have their results. */
const quickDone = (run: Run): Promise<true> =>
  found(run, async () => ((await project.results()).length >= 2 ? true : undefined));

const statuses = async (): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const { plan, outcome } of await project.results())
    (found[plan.submission] ??= []).push(outcome.status);
  return found;
};

/** Runs until the slow submission's trial has begun, then calls `kill`. */
async function runUntilSlow(kill: (run: Run) => Promise<void>): Promise<void> {
  const run = project.ttr(command);
  await quickDone(run);
  await kill(run);
  await run;
}

test('Ctrl-C ends in order with exit code 130, and a run with nothing left to do reuses everything', async () => {
  const interrupted = project.ttr(command);
  await quickDone(interrupted);
  interrupted.kill('SIGINT');
  const { exitCode, stderr } = await interrupted;
  assert.equal(exitCode, 130, stderr);
  assert.match(stderr, /1 trials are left/);
  await project.ttr(command);
  const again = await project.ttr(command);
  assert.match(again.stderr, /3 of 3 trials have results already/);
});

for (const program of ['trainer', 'referee']) {
  test(`kill -9 of the ${program} is recorded, finished trials stay, and the next run completes the rest`, async () => {
    await runUntilSlow(async (run) => {
      const pid = await descendant(run, program);
      await wait(300);
      process.kill(pid, 'SIGKILL');
    });
    assert.deepEqual(await statuses(), {
      a_quick: ['reached'],
      b_quick: ['reached'],
      c_slow: ['killed'],
    });
    const { exitCode, stderr } = await project.ttr(command);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /2 of 3 trials have results already/);
    assert.deepEqual((await statuses())['c_slow']?.sort(), ['killed', 'missed']);
  });
}

test('kill -9 of `ttr run` takes its processes along, finished trials stay, and the next run completes the rest', async () => {
  let trainer = 0;
  await runUntilSlow(async (run) => {
    trainer = await descendant(run, 'trainer');
    run.kill('SIGKILL');
  });
  assert.deepEqual(await statuses(), { a_quick: ['reached'], b_quick: ['reached'] });
  const gone = (): boolean =>
    !processes().some(({ pid, line }) => pid === trainer && line.includes('/trainer-'));
  for (let tries = 0; tries < 500 && !gone(); tries++) await wait(20);
  assert.ok(gone(), 'the trainer outlived ttr run');
  const { exitCode } = await project.ttr(command);
  assert.equal(exitCode, 0);
  assert.deepEqual(await statuses(), {
    a_quick: ['reached'],
    b_quick: ['reached'],
    c_slow: ['missed'],
  });
});
