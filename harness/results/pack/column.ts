/** The values of one field in the shortest of the ways that a pack knows. */
import type { Column } from '../../record/pack.ts';
import { packedLength } from './doubles.ts';

const isNumbers = (values: readonly unknown[]): values is readonly number[] =>
  values.every((value) => typeof value === 'number');

/** A column, and the numbers that go into the pack's doubles where it is made of these. */
export interface Written {
  readonly column: Column;
  readonly doubles: readonly (readonly number[])[];
}

/** Writes a field's values down. */
export function columnOf(values: readonly unknown[]): Written {
  const texts = values.map((value) => JSON.stringify(value));
  const first = new Map<string, unknown>();
  texts.forEach((text, i) => first.has(text) || first.set(text, values[i]));
  if (first.size === 1) return { column: { same: values[0] }, doubles: [] };
  const numberOf = new Map([...first.keys()].map((text, i) => [text, i]));
  const of: Column = { of: [...first.values()], at: texts.map((text) => numberOf.get(text)!) };
  const each: Column = { each: values };
  const text = [each, of].map((column) => ({ column, length: JSON.stringify(column).length }));
  const shortest = text[0]!.length <= text[1]!.length ? text[0]! : text[1]!;
  if (isNumbers(values) && packedLength(values) < shortest.length)
    return { column: { doubles: true }, doubles: [values] };
  return { column: shortest.column, doubles: [] };
}

/** A column's values for `count` rows; `doubles` gives the next numbers of the pack. Throws where they are not so many. */
export function valuesOf(
  column: Column,
  count: number,
  doubles: () => readonly number[],
): readonly unknown[] {
  if ('same' in column) return Array.from({ length: count }, () => column.same);
  if ('doubles' in column) return doubles();
  const values =
    'each' in column
      ? column.each
      : column.at.map((i) => {
          if (i >= column.of.length) throw new Error(`a column has no value of number ${i}`);
          return column.of[i];
        });
  if (values.length !== count)
    throw new Error(`a column has ${values.length} values for ${count} rows`);
  return values;
}
