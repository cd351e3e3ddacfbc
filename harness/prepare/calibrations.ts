/** Reference step times of this machine: measured once, kept in the cache beside the machine's fingerprint. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import writeFileAtomic from 'write-file-atomic';
import { engineEnvironment } from '../engine/environment.ts';
import { variantOf } from '../plan/variant.ts';
import type { EngineName } from '../record/machine.ts';
import type { CalibrationJob, StepTime } from '../run/trainer/calibrator.ts';
import { wrapCommand, type SandboxTools } from '../run/sandbox.ts';
import type { Slot } from '../machine/slots.ts';

/** Kept step times by `<workload>@<hash of workload and harness>`. */
type Kept = Readonly<Record<string, StepTime & { readonly measuredAt: string }>>;

export interface CalibrationInput {
  readonly cache: string;
  readonly fingerprint: string;
  readonly engine: EngineName;
  readonly slots: readonly Slot[];
  readonly tools: SandboxTools;
}

/** What is calibrated: a workload, the code that decides its step, and its training data. */
export interface Calibrated {
  readonly id: string;
  readonly base: string;
  readonly hash: string;
  readonly program: string;
  readonly trainFile: string;
}

const fileOf = ({ cache, fingerprint, engine, slots }: CalibrationInput): string =>
  join(cache, 'calibration', `${fingerprint}-${engine}-${slots.length}.json`);

const keyOf = ({ id, hash }: Pick<Calibrated, 'id' | 'hash'>): string =>
  `${id}@${hash.slice(0, 16)}`;

async function readKept(file: string): Promise<Kept> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return {}; // measured again, and written anew
  }
}

/** The kept step time, if this very code was calibrated on this machine. */
export const keptStepTime = async (
  input: CalibrationInput,
  what: Calibrated,
): Promise<StepTime | undefined> => (await readKept(fileOf(input)))[keyOf(what)];

/** The line of a stack trace that says what went wrong. */
const errorIn = (stderr: string): string =>
  stderr.split('\n').find((line) => /Error\b/.test(line)) ?? stderr.trim();

/** Measures on all slots at once, as trials will run, and keeps the median of the slots' medians. */
export async function calibrateNow(input: CalibrationInput, what: Calibrated): Promise<StepTime> {
  const { engine, slots, tools } = input;
  const times = await Promise.all(
    slots.map(async ({ cpus }) => {
      const variant = variantOf(what.base, what.id);
      const threads = cpus.length;
      const job: CalibrationJob = {
        engine,
        threads,
        trainFile: what.trainFile,
        ...(variant === undefined ? {} : { variant }),
      };
      const command = [process.execPath, '--no-warnings', what.program, JSON.stringify(job)];
      const { file, args } = wrapCommand(tools, { cpus, network: true, command });
      const done = await execa(file, [...args], {
        env: engineEnvironment(engine, threads),
        reject: false,
      });
      if (done.failed)
        throw new Error(
          `Calibrating ${what.id} on engine ${engine} failed: ${errorIn(done.stderr)}`,
        );
      return JSON.parse(done.stdout) as StepTime;
    }),
  );
  const byMedian = times.sort((a, b) => a.median - b.median);
  const time = byMedian[Math.floor(byMedian.length / 2)]!;
  const file = fileOf(input);
  await mkdir(join(input.cache, 'calibration'), { recursive: true });
  const kept = {
    ...(await readKept(file)),
    [keyOf(what)]: { ...time, measuredAt: new Date().toISOString() },
  };
  await writeFileAtomic(file, `${JSON.stringify(kept, null, 2)}\n`);
  return time;
}
