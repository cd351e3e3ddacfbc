/** Times of the reference step on this machine: measured once, kept in the cache beside the machine's fingerprint. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import writeFileAtomic from 'write-file-atomic';
import { engineEnvironment } from '../engine/environment.ts';
import { variantOf } from '../plan/variant.ts';
import { wrapCommand } from '../run/sandbox.ts';
import type { CalibrationJob, StepTime } from '../run/wire/step-time.ts';
import type { Slot } from '../record/machine.ts';
import { bundleProgram, keptProgram } from './bundle.ts';
import type { Bundle } from './bundle-file.ts';
import type { Report } from './events.ts';
import type { FoundWorkload } from './find-workload.ts';
import type { Host } from './host.ts';
import type { Project } from './project.ts';

/** Kept step times by `<workload>@<hash of workload and harness>`. */
type Kept = Readonly<Record<string, StepTime & { readonly measuredAt: string }>>;

const fileOf = ({ cache }: Project, { machine, engine, slots }: Host): string =>
  join(cache, 'calibration', `${machine.fingerprint}-${engine}-${slots.length}.json`);

const keyOf = (id: string, { hash }: Bundle): string => `${id}@${hash.slice(0, 16)}`;

async function readKept(file: string): Promise<Kept> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    return JSON.parse(text) as Kept;
  } catch {
    return {}; // measured again, and written anew
  }
}

/** Step times that were measured before with this very code on this machine, by workload. Measures and bundles nothing. */
export const keptStepTimes = (
  project: Project,
  host: Host,
  found: readonly FoundWorkload[],
): Promise<Map<string, StepTime>> =>
  keptTimes(project, host, found, (base) => keptProgram(project.root, 'calibrator', base));

async function keptTimes(
  project: Project,
  host: Host,
  found: readonly FoundWorkload[],
  programOf: (base: string) => Promise<Bundle | undefined>,
): Promise<Map<string, StepTime>> {
  const kept = await readKept(fileOf(project, host));
  const times = new Map<string, StepTime>();
  for (const { id, base } of found) {
    const program = await programOf(base);
    const time = program === undefined ? undefined : kept[keyOf(id, program)];
    if (time !== undefined) times.set(id, time);
  }
  return times;
}

/** The line of a stack trace that says what went wrong. */
const errorIn = (stderr: string): string =>
  stderr.split('\n').find((line) => /Error\b/.test(line)) ?? stderr.trim();

interface Calibrated extends Pick<FoundWorkload, 'id' | 'base'> {
  readonly program: string;
  readonly trainFile: string;
}

async function measureOn(
  { engine, tools }: Host,
  { id, base, program, trainFile }: Calibrated,
  { cpus }: Slot,
): Promise<StepTime> {
  const variant = variantOf(base, id);
  const threads = cpus.length;
  const job: CalibrationJob = {
    engine,
    threads,
    trainFile,
    ...(variant === undefined ? {} : { variant }),
  };
  const command = [process.execPath, '--no-warnings', program, JSON.stringify(job)];
  const { file, args } = wrapCommand(tools, { cpus, network: true, command });
  const env = engineEnvironment(engine, threads);
  const done = await execa(file, [...args], { env, reject: false });
  if (done.failed)
    throw new Error(`Calibrating ${id} on engine ${engine} failed: ${errorIn(done.stderr)}`);
  return JSON.parse(done.stdout) as StepTime;
}

/** Measures on all slots at once, as trials will run: the median of the slots' medians. */
async function measure(host: Host, what: Calibrated): Promise<StepTime> {
  const times = await Promise.all(host.slots.map((slot) => measureOn(host, what, slot)));
  return times.sort((a, b) => a.median - b.median)[Math.floor(times.length / 2)]!;
}

/** A workload whose training data are there. */
export interface Calibratable extends FoundWorkload {
  readonly data: { readonly files: { readonly train: string } };
}

/** Step times of these workloads; those that are not kept, or all of them `again`, are measured now and kept. */
export async function stepTimes(
  project: Project,
  host: Host,
  workloads: readonly Calibratable[],
  { again, report }: { readonly again: boolean; readonly report: Report },
): Promise<Map<string, StepTime>> {
  const file = fileOf(project, host);
  const programOf = (base: string) => bundleProgram(project.root, 'calibrator', base);
  const times = again
    ? new Map<string, StepTime>()
    : await keptTimes(project, host, workloads, programOf);
  for (const { id, base, data } of workloads) {
    if (times.has(id)) continue;
    report({ kind: 'calibrating', workload: id });
    const program = await programOf(base);
    const what = { id, base, program: program.file, trainFile: data.files.train };
    const time = await measure(host, what);
    times.set(id, time);
    report({ kind: 'calibrated', workload: id, time });
    const entry = { ...time, measuredAt: new Date().toISOString() };
    const kept = { ...(await readKept(file)), [keyOf(id, program)]: entry };
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify(kept, null, 2)}\n`);
  }
  return times;
}
