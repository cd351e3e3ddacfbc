import { readFile } from 'node:fs/promises';
import { algoperfTargets, type AlgoperfTargets } from '../algoperf/targets.ts';

/** Reads an official workload_targets file. */
export async function readTargets(file: string): Promise<AlgoperfTargets> {
  const text = await readFile(file, 'utf8');
  try {
    return algoperfTargets(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
