/** The order of trials and what becomes of their ends, on an executor that keeps results at once. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Executor, TrialEnd } from '../../../harness/run/executor.ts';
import { runTrials, type RunEvent, type RunInput } from '../../../harness/run/queue.ts';
import type { Job } from '../../../harness/run/wire/job.ts';
import { saveResult } from '../../../harness/results/store.ts';
import { measured, sampleResult } from '../record/sample.ts';
import { readyTrial } from './made-trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'ttr queue '));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const evaluation = sampleResult().evaluations[0]!;

/** Keeps a result for every job and says so; `ends` replaces the ends of some. */
function keeping(slots: number, ends: Readonly<Record<string, TrialEnd>> = {}) {
  const jobs: Job[] = [];
  const running = { now: 0, most: 0 };
  const executor: Executor = {
    slots,
    async run(job, hear, signal) {
      jobs.push(job);
      running.now += 1;
      running.most = Math.max(running.most, running.now);
      await turn();
      hear({ kind: 'evaluated', evaluation });
      running.now -= 1;
      if (signal.aborted) return { kind: 'interrupted' };
      const end = ends[job.plan.submission];
      if (end !== undefined) return end;
      const { path } = await saveResult(job.results, { ...sampleResult(), plan: job.plan });
      return { kind: 'result', path };
    },
  };
  return { executor, jobs, running };
}

/** Runs trials of these submissions. */
async function run(
  submissions: readonly string[],
  executor: Executor,
  more: Partial<RunInput> = {},
) {
  const events: RunEvent[] = [];
  await runTrials({
    trials: submissions.map((name) => readyTrial(name)),
    executor,
    engine: 'wasm',
    machine: measured.machine,
    command: 'ttr test',
    results: folder,
    signal: new AbortController().signal,
    stopOf: () => ({ confirmations: 0 }),
    onEvent: (event) => void events.push(event),
    ...more,
  });
  return events;
}

const ended = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.kind === 'ended' ? [event] : []));

test('trials start in their order, as many at once as the executor takes', async () => {
  const { executor, jobs, running } = keeping(2);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const events = await run(names, executor);
  assert.deepEqual(
    jobs.map(({ plan }) => plan.submission),
    names,
  );
  assert.equal(running.most, 2);
  for (const { trial, result, path } of ended(events)) {
    assert.equal(result.plan.submission, trial.plan.submission);
    assert.ok(existsSync(path));
  }
  assert.equal(ended(events).length, 5);
});

test('each trial is told its own stop right before it starts, and may be skipped', async () => {
  const { executor, jobs } = keeping(1);
  const cap = { seconds: 1, evaluations: 2, reason: 'slower' };
  const events = await run(['a', 'b', 'c'], executor, {
    stopOf: ({ plan }) => (plan.submission === 'b' ? 'skip' : { confirmations: jobs.length, cap }),
  });
  assert.deepEqual(
    jobs.map(({ plan, stop }) => [plan.submission, stop]),
    [
      ['a', { confirmations: 0, cap }],
      ['c', { confirmations: 1, cap }],
    ],
  );
  assert.equal(ended(events).length, 2);
});

test('a lost trial is kept with what was heard of it, and the others go on', async () => {
  const lost = {
    kind: 'lost',
    why: 'the referee’s end (SIGKILL)',
    slot: 'cpu 0',
    startedAt: '2026-01-02T03:04:05.000Z',
    seconds: 7,
  } as const;
  const { executor } = keeping(1, { b: lost });
  const events = ended(await run(['a', 'b', 'c'], executor));
  const { result, path } = events[1]!;
  assert.deepEqual(result.outcome, { status: 'killed', seconds: 7, by: lost.why });
  assert.equal(result.origin.kind, 'lost');
  assert.deepEqual(result.evaluations, [evaluation]);
  assert.equal(result.work.steps, evaluation.step);
  assert.ok(existsSync(path));
  assert.equal(events.length, 3);
});

test('a referee that fails ends the run, by name', async () => {
  const { executor, jobs } = keeping(1, { a: { kind: 'failed', why: 'a bug' } });
  await assert.rejects(run(['a', 'b'], executor), /The referee of a on digits_wide failed: a bug/);
  assert.equal(jobs.length, 1);
});

test('an aborted run starts nothing more, and what was interrupted has no result', async () => {
  const abort = new AbortController();
  const { executor, jobs } = keeping(1);
  const events = await run(['a', 'b', 'c'], executor, {
    signal: abort.signal,
    stopOf({ plan }) {
      if (plan.submission === 'b') abort.abort();
      return { confirmations: 0 };
    },
  });
  assert.equal(jobs.length, 2);
  assert.equal(ended(events).length, 1);
});

test('from its start to its end a run listens to its signal, also between two trials', async () => {
  const { signal } = new AbortController();
  const listeners: number[] = [];
  const { executor } = keeping(1);
  await run(['a', 'b'], executor, {
    signal,
    onEvent: () => void listeners.push(getEventListeners(signal, 'abort').length),
  });
  assert.ok(listeners.length > 0 && listeners.every((count) => count > 0), listeners.join());
});

test('without a folder of their own results are gone once they were told', async () => {
  const { executor } = keeping(1);
  const events: RunEvent[] = [];
  await runTrials({
    trials: [readyTrial('a')],
    executor,
    engine: 'wasm',
    machine: measured.machine,
    command: 'ttr test',
    signal: new AbortController().signal,
    stopOf: () => ({ confirmations: 0 }),
    onEvent: (event) => void events.push(event),
  });
  const [{ result, path }] = ended(events) as [Extract<RunEvent, { kind: 'ended' }>];
  assert.equal(result.plan.submission, 'a');
  assert.ok(!existsSync(dirname(path)));
});
