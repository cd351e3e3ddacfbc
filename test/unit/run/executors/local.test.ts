/** The executor of this machine with real processes in the referee's place. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { localExecutor } from '../../../../harness/run/executors/local.ts';
import type { TrialEnd } from '../../../../harness/run/executor.ts';
import type { RefereeEvent } from '../../../../harness/run/wire/events.ts';
import { physicalCpus } from '../../../../harness/machine/slots.ts';
import { jobOf, readyTrial, refereeProgram } from '../made-trial.ts';

const folder = mkdtempSync(join(tmpdir(), 'ttr executor '));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

const slot = { name: 'cpu 0', cpus: physicalCpus().slice(0, 1) };
let count = 0;

/** Runs a program in the referee's place. */
async function run(
  body: string,
  {
    signal = new AbortController().signal,
    hear,
  }: {
    signal?: AbortSignal;
    hear?: (event: RefereeEvent) => void;
  } = {},
): Promise<{ end: TrialEnd; heard: RefereeEvent[] }> {
  const heard: RefereeEvent[] = [];
  const referee = refereeProgram(folder, `referee-${count++}`, body);
  const end = await localExecutor([slot]).run(
    jobOf(readyTrial('alpha', referee), folder),
    (event) => {
      heard.push(event);
      hear?.(event);
    },
    signal,
  );
  return { end, heard };
}

test('a referee gets its job and its place in a file, and is heard line by line', async () => {
  const seen = join(folder, 'seen.json');
  const { end, heard } = await run(`
    writeFileSync(${JSON.stringify(seen)}, JSON.stringify({ job, scratch: process.env.TMPDIR }));
    say('something that is no event');
    say({ kind: 'started', slot: 'cpu 0' });
    say({ kind: 'ended', path: 'kept here.json' });`);
  assert.deepEqual(end, { kind: 'result', path: 'kept here.json' });
  assert.deepEqual(
    heard.map(({ kind }) => kind),
    ['started', 'ended'],
  );
  const { job, scratch } = JSON.parse(readFileSync(seen, 'utf8')) as {
    job: Record<string, unknown>;
    scratch: string;
  };
  assert.deepEqual(job['place'], { kind: 'slot', slot, slots: 1 });
  assert.equal(job['attended'], true);
  assert.equal(job['results'], folder);
  assert.ok(!existsSync(scratch), 'the scratch folder is left behind');
});

test('events of any length arrive whole', async () => {
  const metrics = Array.from({ length: 20_000 }, (_, i) => [`metric ${i}`, i]);
  const { heard } = await run(`
    const metrics = Object.fromEntries(Array.from({ length: 20000 }, (_, i) => ['metric ' + i, i]));
    process.stdout.write(JSON.stringify({ kind: 'evaluated', evaluation: { metrics } }) + '\\n');`);
  const [event] = heard;
  assert.ok(event?.kind === 'evaluated');
  assert.deepEqual(event.evaluation.metrics, Object.fromEntries(metrics));
});

test('a referee that ends without a result is lost: how it ended and what it said last are told', async () => {
  const { end } = await run(`console.error('out of paper'); process.exit(3);`);
  assert.ok(end.kind === 'lost');
  assert.equal(end.why, "the referee's end (exit code 3): out of paper");
  assert.equal(end.slot, 'cpu 0');
  assert.ok(end.seconds > 0);
  const killed = await run(`process.kill(process.pid, 'SIGKILL'); for (;;);`);
  assert.ok(killed.end.kind === 'lost');
  assert.match(killed.end.why, /SIGKILL/);
});

test('a referee that says it failed has failed', async () => {
  const { end } = await run(`say({ kind: 'failed', reason: 'a bug' });`);
  assert.deepEqual(end, { kind: 'failed', why: 'a bug' });
});

test('an aborted trial is ended in order; a result that was kept in time counts', async () => {
  const abort = new AbortController();
  const on = {
    signal: abort.signal,
    hear: () => {
      abort.abort();
    },
  };
  const waiting = await run(`say({ kind: 'started', slot: '' }); setInterval(() => {}, 1000);`, on);
  assert.deepEqual(waiting.end, { kind: 'interrupted' });

  const second = new AbortController();
  const kept = await run(
    `process.on('SIGTERM', () => { say({ kind: 'ended', path: 'kept' }); process.exit(0); });
     say({ kind: 'started', slot: '' }); setInterval(() => {}, 1000);`,
    {
      signal: second.signal,
      hear: () => {
        second.abort();
      },
    },
  );
  assert.deepEqual(kept.end, { kind: 'result', path: 'kept' });
});

test('a referee that does not end when asked is ended', async () => {
  const abort = new AbortController();
  const { end } = await run(
    `process.on('SIGTERM', () => {}); say({ kind: 'started', slot: '' }); for (;;);`,
    {
      signal: abort.signal,
      hear: () => {
        abort.abort();
      },
    },
  );
  assert.deepEqual(end, { kind: 'interrupted' });
});

test('more jobs than slots are refused', async () => {
  const executor = localExecutor([slot]);
  const quick = refereeProgram(folder, 'quick', `say({ kind: 'ended', path: 'kept' });`);
  const job = jobOf(readyTrial('alpha', quick), folder);
  const never = new AbortController().signal;
  const first = executor.run(job, () => undefined, never);
  await assert.rejects(
    executor.run(job, () => undefined, never),
    /All 1 slots are taken/,
  );
  await first;
  assert.equal((await executor.run(job, () => undefined, never)).kind, 'result');
});
