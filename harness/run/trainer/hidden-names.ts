/** Submissions see parameters as p0, p1, ... in the model's order: paths would tell the workload apart. */
import type { Params } from '#spec';

export const anonymous = (index: number): string => `p${index}`;

/** The same values by hidden names, in the record's order. */
export const hide = <T>(byPath: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.values(byPath).map((value, i) => [anonymous(i), value]));

/** The tensors of hidden names by the model's paths, in the model's order. */
export const reveal = (params: Params, paths: readonly string[]): Params =>
  Object.fromEntries(paths.map((path, i) => [path, params[anonymous(i)]!]));
