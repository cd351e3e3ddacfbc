/** The trainer as the referee sees it: a process, its frames in order, and a watch over its memory and time. */
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { execa } from 'execa';
import { trainerReads, trainerWrites } from '../trainer/channel.ts';
import { encodeFrame, FrameReader, jsonBody, type Frame, type Kind } from '../wire/frames.ts';
import type { Job } from '../wire/job.ts';
import { cpuSecondsOf, statusOf, type OwnUse } from '../../machine/noise.ts';
import { tailOf } from './tail.ts';

/** How the process ended, or what it said on its channel against the rules. */
export type Exit =
  | { readonly how: 'code'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'refused'; readonly reason: string };

export interface TrainerProcess {
  readonly pid: number;
  /** The next frame, or undefined once the process is gone and all its frames were read. */
  next(): Promise<Frame | undefined>;
  send(kind: Kind, value: unknown): void;
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
  /** Kills it, and remembers why. */
  kill(by: string): void;
  readonly killedBy: string | undefined;
  readonly exit: Promise<Exit>;
  /** Last bytes it printed as errors. */
  stderr(): string;
  /** Largest resident memory, number of involuntary context switches and CPU time, as last seen. */
  seen(): OwnUse & { readonly peakBytes: number };
}

/** Starts a trainer. `onHead` hears of each frame the moment it begins. */
export function spawnTrainer(job: Job, onHead: (kind: Kind) => void): TrainerProcess {
  const secret = randomBytes(4);
  const child = execa(job.trainer.file, [...job.trainer.args], {
    env: { ...job.trainer.env },
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`Could not start ${job.trainer.file}.`);
  tailOf(child.stdout, 0);
  const stderr = tailOf(child.stderr);
  const incoming = child.stdio[trainerWrites];
  const outgoing = child.stdio[trainerReads] as unknown as Writable;
  outgoing.on('error', () => undefined); // the process is gone; `exit` tells how

  const frames: Frame[] = [];
  let wake = (): void => undefined;
  let over = false;
  let refused: string | undefined;
  let killedBy: string | undefined;
  let peakBytes = 0;
  let involuntarySwitches = 0;
  let cpuSeconds = 0;
  const reader = new FrameReader(secret.readUInt32LE(0), onHead, (frame) => {
    frames.push(frame);
    wake();
  });
  const signal: TrainerProcess['signal'] = (name) => {
    try {
      process.kill(pid, name);
    } catch {
      // already gone
    }
  };
  const look = (): number => {
    const bytes = 1024 * statusOf(pid, 'VmRSS');
    peakBytes = Math.max(peakBytes, 1024 * statusOf(pid, 'VmHWM'), bytes);
    involuntarySwitches = Math.max(
      involuntarySwitches,
      statusOf(pid, 'nonvoluntary_ctxt_switches'),
    );
    cpuSeconds = Math.max(cpuSeconds, cpuSecondsOf(pid));
    return bytes;
  };
  incoming.on('data', (chunk: Buffer) => {
    look();
    try {
      reader.push(chunk);
    } catch (error) {
      refused = (error as Error).message;
      signal('SIGKILL');
    }
  });
  const watch = setInterval(() => {
    if (look() <= job.memoryBytes || killedBy !== undefined) return;
    killedBy = `the referee: it held more than ${(job.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`;
    signal('SIGKILL');
  }, 250);

  const exit = child.then((done): Exit => {
    clearInterval(watch);
    over = true;
    wake();
    if (refused !== undefined) return { how: 'refused', reason: refused };
    if (done.signal !== undefined) return { how: 'signal', signal: done.signal };
    return { how: 'code', code: done.exitCode ?? -1 };
  });
  outgoing.write(secret);

  return {
    pid,
    exit,
    signal,
    stderr,
    seen: () => ({ peakBytes, involuntarySwitches, cpuSeconds }),
    get killedBy() {
      return killedBy;
    },
    kill(by) {
      killedBy ??= by;
      signal('SIGKILL');
    },
    send(kind, value) {
      outgoing.write(encodeFrame(secret.readUInt32LE(0), kind, jsonBody(value)));
    },
    async next() {
      while (frames.length === 0 && !over) await new Promise<void>((resolve) => (wake = resolve));
      return frames.shift();
    },
  };
}
