/** The end of a step where the last transforms are arithmetic with numbers: all of it and the addition in one pass. */
import type { Here, Params } from '#spec';
import { hasKernel, runKernel } from './kernels.ts';
import { combine, scale } from './params.ts';

/** What a transform without state makes of an update u at parameter p: factor u, or u + rate p where the mask has the path. */
export type Linear =
  { readonly factor: number } | { readonly rate: number; readonly mask: (path: string) => boolean };

/** The updates after a linear transform. */
export function applied(linear: Linear, updates: Params, { params }: Here): Params {
  if ('factor' in linear) return scale(updates, linear.factor);
  const paths = Object.keys(updates).filter(linear.mask);
  const chosen = (set: Params) => Object.fromEntries(paths.map((path) => [path, set[path]!]));
  return { ...updates, ...combine(chosen(updates), 1, chosen(params), linear.rate) };
}

/** Whether the engine has a kernel for `descend`. */
export const canDescend = (): boolean => hasKernel('TtrDescendAll');

/** Parameters plus what the linear transforms make of the updates: ku u + kp p, kp by path. */
export function descend(updates: Params, linears: readonly Linear[], here: Here): Params {
  const paths = Object.keys(here.params);
  const ku = linears.reduce((k, linear) => ('factor' in linear ? k * linear.factor : k), 1);
  const kp = paths.map((path) =>
    linears.reduce(
      (k, linear) =>
        'factor' in linear ? k * linear.factor : k + (linear.mask(path) ? linear.rate : 0),
      0,
    ),
  );
  const tensors = [here.params, updates].flatMap((set) => paths.map((path) => set[path]!));
  const made = runKernel('TtrDescendAll', Object.fromEntries(tensors.entries()), { ku, kp });
  return Object.fromEntries(paths.map((path, i) => [path, made[i]!]));
}
