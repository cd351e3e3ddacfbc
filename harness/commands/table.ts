/** Tables for the terminal, without frames: they can be read, copied and grepped. */
import { createRequire } from 'node:module';

/** Columns that a text takes. What measures wide and combining characters is loaded where there are any. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const measure = createRequire(import.meta.url)('string-width') as (text: string) => number;
  return measure(text);
}

const padded = (text: string, width: number, atRight: boolean): string => {
  const space = ' '.repeat(width - widthOf(text));
  return atRight ? space + text : text + space;
};

/** Rows under heads, columns two spaces apart; columns named in `right` are aligned right. Cells are of one line. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  right: readonly number[] = [],
): string {
  const lines = [head, ...rows].map((cells) => cells.map(String));
  const widths = head.map((_, i) => Math.max(...lines.map((cells) => widthOf(cells[i] ?? ''))));
  return lines
    .map((cells) =>
      widths
        .map((width, i) => padded(cells[i] ?? '', width, right.includes(i)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
