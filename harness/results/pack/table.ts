/** Objects as a table of columns, and back. */
import type { Column, Table } from '../../record/pack.ts';
import { columnOf, valuesOf } from './column.ts';
import { fieldsOf, pathOf, pointerOf, withFields, type Field } from './fields.ts';

/** More values than any benchmark has: a pack that claims more is refused before memory is. */
const mostValues = 2 ** 24;

/** A table, and the numbers that go into the pack's doubles, column by column. */
export interface Tabled {
  readonly table: Table;
  readonly doubles: readonly (readonly number[])[];
}

export function tableOf(objects: readonly object[]): Tabled {
  const shapes = new Map<string, { readonly number: number; readonly pointers: string[] }>();
  const rows: [count: number, shape: number][] = [];
  const values = new Map<string, unknown[]>();
  for (const object of objects) {
    const fields = fieldsOf(object).map(([path, value]) => [pointerOf(path), value] as const);
    const pointers = fields.map(([pointer]) => pointer);
    const key = JSON.stringify(pointers);
    const shape = shapes.get(key) ?? { number: shapes.size, pointers };
    shapes.set(key, shape);
    const last = rows.at(-1);
    if (last?.[1] === shape.number) last[0] += 1;
    else rows.push([1, shape.number]);
    for (const [pointer, value] of fields) {
      const column = values.get(pointer);
      if (column === undefined) values.set(pointer, [value]);
      else column.push(value);
    }
  }
  const written = Array.from(values, ([pointer, column]) => [pointer, columnOf(column)] as const);
  return {
    table: {
      shapes: Array.from(shapes.values(), ({ pointers }) => pointers),
      rows,
      columns: Object.fromEntries(written.map(([pointer, { column }]) => [pointer, column])),
    },
    doubles: written.flatMap(([, { doubles }]) => doubles),
  };
}

/** How many rows have each field that a shape names. Throws where a table contradicts itself, or asks for too much. */
function countsOf({ shapes, rows, columns }: Table): Map<string, number> {
  const counts = new Map(Object.keys(columns).map((pointer) => [pointer, 0]));
  let total = 0;
  for (const [count, number] of rows) {
    const shape = shapes[number];
    if (shape === undefined) throw new Error(`there is no shape of number ${number}`);
    total += count * shape.length;
    if (total > mostValues) throw new Error(`it claims to hold more than ${mostValues} values`);
    for (const pointer of shape) {
      const before = counts.get(pointer);
      if (before === undefined) throw new Error(`there is no column ${pointer}`);
      counts.set(pointer, before + count);
    }
  }
  return counts;
}

/** How many numbers each column takes from the pack's doubles, in their order. */
export function doublesIn(table: Table): number[] {
  const counts = countsOf(table);
  return Object.entries<Column>(table.columns).flatMap(([pointer, column]) =>
    'doubles' in column ? [counts.get(pointer)!] : [],
  );
}

/** The objects of a table; `doubles` gives the next column of numbers. Throws where the table is damaged. */
export function objectsOf(table: Table, doubles: () => readonly number[]): object[] {
  const counts = countsOf(table);
  const columns = new Map(
    Object.entries<Column>(table.columns).map(([pointer, column]) => {
      const values = valuesOf(column, counts.get(pointer)!, doubles);
      return [pointer, { path: pathOf(pointer), values: values.values() }];
    }),
  );
  return table.rows.flatMap(([count, number]) => {
    const shape = table.shapes[number]!.map((pointer) => columns.get(pointer)!);
    return Array.from({ length: count }, () =>
      withFields(shape.map(({ path, values }): Field => [path, values.next().value])),
    );
  });
}
