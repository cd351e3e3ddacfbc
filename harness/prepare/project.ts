/** The checkout a command works on, and where it keeps things. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheRoot } from '../data/cache.ts';

export interface Project {
  /** The folder that holds workloads/, submissions/ and harness/. */
  readonly root: string;
  readonly results: string;
  readonly cache: string;
}

/** The project this file belongs to; `results` may lie elsewhere. */
export function openProject(results?: string): Project {
  const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
  return { root, results: results ?? join(root, 'results'), cache: cacheRoot() };
}
