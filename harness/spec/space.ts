/** Search spaces and the hyperparameters they yield. */

/** One dimension of a search space. */
export type Range =
  | { readonly scale: 'linear' | 'log'; readonly min: number; readonly max: number }
  | { readonly scale: 'choice'; readonly values: readonly (number | string | boolean)[] };

/** A number drawn log-uniformly from [min, max], 0 < min < max. */
export const log = (min: number, max: number) => ({ scale: 'log', min, max }) as const;
/** A number drawn uniformly from [min, max]. */
export const linear = (min: number, max: number) => ({ scale: 'linear', min, max }) as const;
/** One of the listed values. */
export const choice = <const V extends readonly (number | string | boolean)[]>(...values: V) =>
  ({ scale: 'choice', values }) as const;

export type Space = Readonly<Record<string, Range>>;
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** The hyperparameters a space yields: numbers, or one of a choice's values. */
export type Point<S extends Space> = {
  readonly [K in keyof S]: S[K] extends { readonly values: readonly (infer V)[] } ? V : number;
};
