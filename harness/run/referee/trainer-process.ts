/** The trainer as the referee sees it: a process, its frames in order, and a watch over its memory. */
import { randomBytes } from 'node:crypto';
import type { Writable } from 'node:stream';
import { execa } from 'execa';
import { tailOf } from '../tail.ts';
import { trainerReads, trainerWrites } from '../wire/channel-numbers.ts';
import {
  encodeFrame,
  FrameReader,
  jsonBody,
  type Frame,
  type FrameListener,
  type Kind,
} from '../wire/frames.ts';
import { Misreport } from '../wire/misreport.ts';
import type { TrainerCommand } from './trainer-command.ts';
import { Usage, type Seen } from './usage.ts';

/** How the process ended, or what it said on its channel against the rules. */
export type Exit =
  | { readonly how: 'code'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'refused'; readonly reason: string };

/** Milliseconds between two looks at its memory. */
const watchEvery = 250;

const spawn = ({ file, args, env }: TrainerCommand) =>
  execa(file, [...args], {
    env: { ...env },
    extendEnv: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  });

export class TrainerProcess {
  readonly exit: Promise<Exit>;
  /** Last bytes it printed as errors. */
  readonly stderr: () => string;
  readonly #pid: number;
  readonly #secret = randomBytes(4);
  readonly #outgoing: Writable;
  readonly #usage: Usage;
  readonly #frames: Frame[] = [];
  #wake = (): void => undefined;
  #over = false;
  #refused: string | undefined;
  #killedBy: string | undefined;

  /** Starts a trainer; `listener` hears of each frame the moment it begins and the moment it is complete. */
  constructor(command: TrainerCommand, memoryBytes: number, listener: FrameListener) {
    const child = spawn(command);
    if (child.pid === undefined) throw new Error(`Could not start ${command.file}.`);
    this.#pid = child.pid;
    this.#usage = new Usage(child.pid);
    tailOf(child.stdout, 0);
    this.stderr = tailOf(child.stderr);
    this.#outgoing = child.stdio[trainerReads] as unknown as Writable;
    this.#outgoing.on('error', () => undefined); // the process is gone; `exit` tells how
    const reader = new FrameReader(this.#secret.readUInt32LE(0), {
      onHead: (kind, length) => {
        listener.onHead(kind, length);
      },
      onFrame: (frame) => {
        listener.onFrame(frame);
        this.#usage.look();
        this.#frames.push(frame);
        this.#wake();
      },
    });
    child.stdio[trainerWrites].on('data', (chunk: Buffer) => {
      this.#take(reader, chunk);
    });
    const watch = setInterval(() => {
      this.#watchMemory(memoryBytes);
    }, watchEvery);
    this.exit = child.then((done) => {
      clearInterval(watch);
      return this.#ended(done);
    });
    this.#outgoing.write(this.#secret);
  }

  get pid(): number {
    return this.#pid;
  }

  get killedBy(): string | undefined {
    return this.#killedBy;
  }

  /** Memory, context switches and CPU time as last seen. */
  get seen(): Seen {
    return this.#usage.seen;
  }

  /** The next frame, or undefined once the process is gone and all its frames were read. */
  async next(): Promise<Frame | undefined> {
    while (this.#frames.length === 0 && !this.#over)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#frames.shift();
  }

  send(kind: Kind, value: unknown): void {
    this.#outgoing.write(encodeFrame(this.#secret.readUInt32LE(0), kind, jsonBody(value)));
  }

  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    try {
      process.kill(this.#pid, name);
    } catch {
      // already gone
    }
  }

  /** Kills it, and remembers why. */
  kill(by: string): void {
    this.#killedBy ??= by;
    this.signal('SIGKILL');
  }

  /** Ends it for what it said; the trial has crashed. */
  refuse(reason: string): void {
    this.#refused ??= reason;
    this.signal('SIGKILL');
  }

  #take(reader: FrameReader, chunk: Buffer): void {
    if (this.#refused !== undefined) return;
    try {
      reader.push(chunk);
    } catch (error) {
      if (!(error instanceof Misreport)) throw error;
      this.refuse(error.message);
    }
  }

  #watchMemory(most: number): void {
    if (this.#usage.look() <= most || this.#killedBy !== undefined) return;
    this.kill(`the referee: it held more than ${(most / 2 ** 30).toFixed(1)} GiB of memory`);
  }

  #ended({ signal, exitCode }: { signal?: string; exitCode?: number }): Exit {
    this.#over = true;
    this.#wake();
    if (this.#refused !== undefined) return { how: 'refused', reason: this.#refused };
    if (signal !== undefined) return { how: 'signal', signal };
    return { how: 'code', code: exitCode ?? -1 };
  }
}
