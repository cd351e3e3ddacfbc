/** Learning rates that depend on more than the step: on past evaluations, for one. */
import type { Here } from '#spec';
import { linear, type Transform } from './transform.ts';

/** Multiplies by minus the learning rate that `rate` makes of what the trial has seen. */
export const scaleBySeenRate = (rate: (here: Here) => number): Transform =>
  linear((here) => ({ factor: -rate(here) }));
