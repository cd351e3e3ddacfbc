/** The end of a step where the last transforms are arithmetic with numbers: all of it and the addition in one pass. */
import type { Here, Params } from '#spec';
import { hasKernel, runKernel } from './kernels.ts';
import type { Transform } from './transform.ts';

/** What a transform without state makes of an update u at parameter p: factor u + decay p. */
export interface Linear {
  readonly factor: number;
  /** By path; 0 when left out. */
  readonly decay?: (path: string) => number;
}

/** How many of the last transforms are linear. */
export const linearTail = (parts: readonly Transform[]): number =>
  parts.length - 1 - parts.findLastIndex((part) => part.linear === undefined);

/** Parameters plus what the linear transforms make of the updates, or undefined where the engine has no kernel for it. */
export function descend(
  updates: Params,
  transforms: readonly Transform[],
  here: Here,
): Params | undefined {
  if (transforms.length === 0 || !hasKernel('TtrDescendAll')) return undefined;
  const linears = transforms.map((part) => part.linear!(here));
  const paths = Object.keys(here.params);
  const ku = linears.reduce((product, { factor }) => product * factor, 1);
  const kp = paths.map((path) =>
    linears.reduce((sum, { factor, decay }) => factor * sum + (decay?.(path) ?? 0), 0),
  );
  const tensors = [here.params, updates].flatMap((set) => paths.map((path) => set[path]!));
  const made = runKernel('TtrDescendAll', Object.fromEntries(tensors.entries()), { ku, kp });
  return Object.fromEntries(paths.map((path, i) => [path, made[i]!]));
}
