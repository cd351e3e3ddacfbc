/** One workload: our engines and other libraries in turn on one core. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { EngineName } from '../record/machine.ts';
import { benchCpu, openChild, script, type Command } from './child.ts';
import { contest, type Contender, type Rounds } from './contest.ts';
import type { Greeting, PeerJob } from './peer-child.ts';
import { hasPeer, peerCommands, type Library } from './python.ts';
import type { Comparison } from './ratios.ts';

/** Losses of one model differ by rounding only; more than this share means another model. */
const lossTolerance = 1e-3;
/** Compiling may take minutes; what takes longer is left out. */
const startMilliseconds = 300_000;

interface Started extends Contender {
  readonly loss: number;
}

async function start(name: string, command: Command): Promise<Started> {
  const child = await openChild(command, benchCpu());
  const late = new AbortController();
  const first = await Promise.race([
    child.next() as Promise<Greeting | undefined>,
    wait(startMilliseconds, undefined, { signal: late.signal, ref: false }),
  ]).finally(() => {
    late.abort();
  });
  if (first !== undefined) return { name, child, loss: first.loss };
  child.kill();
  throw new Error(`it was not ready after ${startMilliseconds / 1000} s`);
}

/** Starts every side it can, checks that they compute the same loss, and lets them take turns. */
export async function compare(
  workload: string,
  engines: readonly EngineName[],
  libraries: readonly Library[],
  rounds: Rounds,
): Promise<Comparison> {
  const folder = await mkdtemp(join(tmpdir(), 'ttr-bench-'));
  const request = join(folder, 'request.json');
  const started: Started[] = [];
  const absent: Record<string, string> = {};
  const attempt = async (name: string, command: Command): Promise<void> => {
    try {
      started.push(await start(name, command));
    } catch (error) {
      absent[name] = error instanceof Error ? error.message : String(error);
    }
  };
  try {
    for (const engine of engines) {
      const job: PeerJob = { engine, workload, request };
      await attempt(engine, script('peer-child.ts', engine, job));
    }
    for (const library of libraries) {
      if (!hasPeer(library, workload)) {
        absent[library.title] = `there is no ${library.peer(workload)}`;
        continue;
      }
      for (const [name, command] of Object.entries(peerCommands(library, workload, request)))
        await attempt(name, command);
    }
    checkLosses(workload, started);
    const timings = Object.entries(await contest(started, rounds));
    const isOurs = (name: string): boolean => engines.some((engine) => engine === name);
    return {
      workload,
      ours: Object.fromEntries(timings.filter(([name]) => isOurs(name))),
      theirs: Object.fromEntries(timings.filter(([name]) => !isOurs(name))),
      absent,
    };
  } finally {
    await Promise.all(started.map(({ child }) => child.end()));
    await rm(folder, { recursive: true });
  }
}

function checkLosses(workload: string, [first, ...others]: readonly Started[]): void {
  for (const { name, loss } of others)
    if (!(Math.abs(loss / first!.loss - 1) <= lossTolerance))
      throw new Error(
        `${workload} is not the same model on both sides: loss ${first!.loss} on ${first!.name}, ${loss} on ${name}.`,
      );
}
