/** The command line of a trainer: pinned, without network, with leave to read its code and its training split. */
import { realpathSync } from 'node:fs';
import { engineEnvironment, enginePaths } from '../../engine/environment.ts';
import { restrictedNode, wrapCommand } from '../sandbox.ts';
import type { Job } from '../wire/job.ts';
import type { Node } from './node.ts';

export interface TrainerCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** The training split by the path that its trainer may read. */
export const trainFileOf = ({ splits }: Pick<Job, 'splits'>): string => realpathSync(splits.train);

/** A trainer may write to `scratch` alone. */
export function trainerCommand(job: Job, { slot, tools }: Node, scratch: string): TrainerCommand {
  const { engine } = job.origin;
  const read = [job.submissionFile, trainFileOf(job), ...enginePaths(engine)];
  const command = restrictedNode(job.programs.trainer, read, scratch);
  const { PATH = '', HOME = '' } = process.env;
  return {
    ...wrapCommand(tools, { cpus: slot.cpus, network: false, command }),
    env: { PATH, HOME, TMPDIR: scratch, ...engineEnvironment(engine, slot.cpus.length) },
  };
}
