/** The algorithms whose best run sets a target, as AlgoPerf chose them (Dahl et al. 2023, section 4.2). */
import type { Submission } from '#spec';
import adamw from './algorithms/adamw.ts';
import heavyball from './algorithms/heavyball.ts';
import nadamw from './algorithms/nadamw.ts';
import nesterov from './algorithms/nesterov.ts';

/** In the order in which each round of points tries them. */
export const algorithms: Readonly<Record<string, Submission>> = {
  adamw,
  nadamw,
  nesterov,
  heavyball,
};

/** The file to bundle, from the project's root. */
export const algorithmFile = (name: string): string => `harness/targets/algorithms/${name}.ts`;
