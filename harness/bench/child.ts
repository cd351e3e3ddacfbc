/** A process on one core that answers in lines of JSON. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { engineEnvironment } from '../engine/environment.ts';
import type { EngineName } from '../record/machine.ts';
import { findSandboxTools, wrapCommand } from '../run/sandbox.ts';
import { physicalCpus } from '../machine/slots.ts';

export interface Child {
  /** The next line, parsed; undefined after the last one. Throws when the process failed. */
  readonly next: () => Promise<unknown>;
  readonly say: (message: string | number) => void;
  /** Closes its input and waits until it is gone. */
  readonly end: () => Promise<void>;
  readonly kill: () => void;
}

export interface Command {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The core to measure on: the last one, because interrupts mostly go to the first. */
export const benchCpu = (): number => physicalCpus().at(-1)!;

/** A script beside this file, with its job as JSON, for a process that opens this engine on one thread. */
export const script = (file: string, engine: EngineName, job: object): Command => ({
  command: [
    process.execPath,
    '--import',
    'tsx',
    '--no-warnings',
    fileURLToPath(new URL(file, import.meta.url)),
    JSON.stringify(job),
  ],
  env: engineEnvironment(engine, 1),
});

/** Starts the process, pinned where taskset works. */
export async function openChild({ command, env }: Command, cpu: number): Promise<Child> {
  const { pin, orphans } = await findSandboxTools();
  const tools = { pin, orphans, offline: undefined };
  const { file, args } = wrapCommand(tools, { cpus: [cpu], network: true, command });
  const run = execa(file, [...args], { env, reject: false, buffer: { stdout: false } });
  const lines = run.iterable()[Symbol.asyncIterator]();
  return {
    async next() {
      const line = (await lines.next()) as IteratorResult<string, undefined>;
      if (line.done !== true) return JSON.parse(line.value) as unknown;
      const { failed, stderr } = await run;
      if (failed) throw new Error(reasonIn(stderr));
      return undefined;
    },
    say(message) {
      run.stdin.write(`${message}\n`);
    },
    async end() {
      run.stdin.end();
      await run;
    },
    kill() {
      run.kill('SIGKILL');
    },
  };
}

/** The line of a trace that says what went wrong. */
const reasonIn = (stderr: string): string => {
  const lines = stderr.trim().split('\n');
  return lines.findLast((line) => /\w*Error\b/.test(line)) ?? lines.at(-1)!;
};
