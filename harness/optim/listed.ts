/** A short list of points, written as a table. */

type Value = number | string | boolean;
type Columns = Readonly<Record<string, readonly Value[]>>;

/** What a submission with listed points is given: the points, and the space of the values that stand in them. */
export interface Listed<C extends Columns> {
  readonly space: {
    readonly [K in keyof C]: { readonly scale: 'choice'; readonly values: C[K] };
  };
  readonly points: readonly { readonly [K in keyof C]: C[K][number] }[];
}

/** Points from columns: one list for each hyperparameter, holding its value at each point in turn. */
export const listed = <const C extends Columns>(columns: C): Listed<C> => {
  const names = Object.keys(columns);
  const count = Math.max(...names.map((name) => columns[name]!.length));
  const short = names.filter((name) => columns[name]!.length !== count);
  if (short.length > 0)
    throw new Error(
      `The list has ${count} points, but "${short[0]!}" has ${columns[short[0]!]!.length} values. Give each hyperparameter one for each point.`,
    );
  const rows = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(names.map((name) => [name, columns[name]![i]!])),
  );
  const space = names.map(
    (name) => [name, { scale: 'choice', values: [...new Set(columns[name])] }] as const,
  );
  // Object.fromEntries forgets which names there were.
  return { space: Object.fromEntries(space), points: rows } as unknown as Listed<C>;
};
