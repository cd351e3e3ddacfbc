/** Starts the process whose memory is watched. */
import { execa } from 'execa';
import { script } from './child.ts';
import type { MemoryJob, MemoryReading } from './memory-child.ts';

/** All readings of one training, in order. Throws what the process threw. */
export async function memoryReadings(job: MemoryJob): Promise<MemoryReading[]> {
  const { command, env } = script('memory-child.ts', job.engine, job);
  const [file, ...args] = command;
  const { stdout } = await execa(file!, args, { env });
  return stdout.split('\n').map((line) => JSON.parse(line) as MemoryReading);
}
