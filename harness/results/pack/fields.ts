/** Objects as lists of fields, and back: order and all. */

/** A field's path: the keys on the way to it. */
export type Path = readonly string[];
export type Field = readonly [path: Path, value: unknown];

const isFilled = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length > 0;

/** All fields of an object, those of objects within it included. Lists and empty objects are values. */
export const fieldsOf = (value: object, above: Path = []): Field[] =>
  Object.entries(value).flatMap(([key, inner]: [string, unknown]): Field[] =>
    isFilled(inner) ? fieldsOf(inner, [...above, key]) : [[[...above, key], inner]],
  );

/** The object that has these fields; `depth` keys of their paths are those of the objects around it. */
export function withFields(fields: readonly Field[], depth = 0): object {
  const byKey = new Map<string, Field[]>();
  for (const field of fields) {
    const key = field[0][depth]!;
    const own = byKey.get(key);
    if (own === undefined) byKey.set(key, [field]);
    else own.push(field);
  }
  // Defines keys, so that one named `__proto__` is one like others.
  return Object.fromEntries(
    Array.from(byKey, ([key, own]) => {
      const [path, value] = own[0]!;
      return [key, path.length === depth + 1 ? value : withFields(own, depth + 1)];
    }),
  );
}

/** A path as an RFC 6901 pointer. */
export const pointerOf = (path: Path): string =>
  path.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
