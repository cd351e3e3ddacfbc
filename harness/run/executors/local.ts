/** Runs jobs on this machine, each in a slot of its own, to which its processes are pinned. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { engineEnvironment } from '../../engine/environment.ts';
import type { Slot } from '../../record/machine.ts';
import type { Executor, TrialEnd } from '../executor.ts';
import { findSandboxTools, wrapCommand, type SandboxTools } from '../sandbox.ts';
import { tailOf } from '../tail.ts';
import { parseEvent, type RefereeEvent } from '../wire/events.ts';
import type { Job, PlacedJob } from '../wire/job.ts';

/** Milliseconds between asking a referee to end and ending it. */
const patience = 2000;

interface Started {
  readonly job: Job;
  readonly slot: Slot;
  readonly slots: number;
  readonly tools: SandboxTools;
  /** Job's file, and temporary files of referee and trainer. */
  readonly scratch: string;
  readonly hear: (event: RefereeEvent) => void;
  readonly signal: AbortSignal;
}

/** Starts a referee and hears it out. */
async function runReferee({ job, slot, slots, tools, scratch, hear, signal }: Started) {
  const file = join(scratch, 'job.json');
  const placed: PlacedJob = { ...job, place: { kind: 'slot', slot, slots }, attended: true };
  await writeFile(file, JSON.stringify(placed));
  const command = [process.execPath, '--no-warnings', job.programs.referee, file];
  const wrapped = wrapCommand(tools, { cpus: slot.cpus, network: true, command });
  const child = execa(wrapped.file, [...wrapped.args], {
    env: { ...engineEnvironment(job.origin.engine, slot.cpus.length), TMPDIR: scratch },
    detached: true, // Ctrl-C is for us alone: we end the trial in order
    stdin: 'pipe', // held open: its end tells the referee that we are gone
    stdout: 'pipe',
    stderr: 'pipe',
    buffer: false,
    reject: false,
    cancelSignal: signal,
    forceKillAfterDelay: patience,
  });
  child.stdin.on('error', () => undefined); // it is gone; its exit tells how
  const stderr = tailOf(child.stderr);
  const events: RefereeEvent[] = [];
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = parseEvent(line);
      if (event === undefined) continue;
      events.push(event);
      hear(event);
    }
  })();
  const [done] = await Promise.all([child, listening]);
  return { done, events, stderr: stderr() };
}

/** What the referee's events and its exit come to. */
function endOf(
  { done, events, stderr }: Awaited<ReturnType<typeof runReferee>>,
  since: { readonly slot: string; readonly startedAt: string; readonly seconds: number },
): TrialEnd {
  for (const event of events) {
    if (event.kind === 'ended') return { kind: 'result', path: event.path };
    if (event.kind === 'failed') return { kind: 'failed', why: event.reason };
  }
  const how = done.signal ?? `exit code ${done.exitCode ?? 'unknown'}`;
  const said = stderr.trim().split('\n').slice(-3).join(' ');
  return {
    kind: 'lost',
    why: `the referee's end (${how})${said === '' ? '' : `: ${said}`}`,
    ...since,
  };
}

/** As many jobs at once as there are slots; a job takes the first slot that is free. */
export function localExecutor(slots: readonly Slot[]): Executor {
  const taken = new Set<Slot>();
  return {
    slots: slots.length,
    async run(job, hear, signal) {
      const slot = slots.find((one) => !taken.has(one));
      if (slot === undefined) throw new Error(`All ${slots.length} slots are taken.`);
      taken.add(slot);
      const scratch = await mkdtemp(join(tmpdir(), 'ttr-trial-'));
      try {
        const tools = await findSandboxTools();
        const startedAt = new Date().toISOString();
        const began = performance.now();
        const started = { job, slot, slots: slots.length, tools, scratch, hear, signal };
        const ended = await runReferee(started);
        const seconds = (performance.now() - began) / 1000;
        const end = endOf(ended, { slot: slot.name, startedAt, seconds });
        // A result that was kept in time counts, even if the trial was to be ended meanwhile.
        return signal.aborted && end.kind !== 'result' ? { kind: 'interrupted' } : end;
      } finally {
        taken.delete(slot);
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}
