/** A planned trial together with the files it runs on. */
import type { PlannedTrial } from '../plan/plan.ts';
import type { Hashes } from '../record/plan.ts';
import type { ReadyTrial } from '../run/queue.ts';
import type { Described } from './describe.ts';
import type { PreparedWorkload } from './workloads.ts';

/** The hashes of what decides a submission's trials on a workload; `engine` is that of the engine. */
export const hashesOf = (
  { hash: submission }: Pick<Described, 'hash'>,
  { hash: workload, data }: PreparedWorkload,
  engine: string,
): Hashes => ({ submission, workload, data: data.hash, engine });

export const readyTrial = (
  planned: PlannedTrial,
  { about, file }: Pick<Described, 'about' | 'file'>,
  { programs, data }: PreparedWorkload,
): ReadyTrial => ({ ...planned, about, programs, submissionFile: file, splits: data.files });
