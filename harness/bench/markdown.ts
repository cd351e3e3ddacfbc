/** Tables in Markdown, and their place in a file between two marks. */
import { markdownTable } from 'markdown-table';

/** The first column is text, the others are numbers. */
export const numberTable = (
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string =>
  markdownTable([head, ...rows.map((row) => row.map(String))], {
    align: head.map((_, i) => (i === 0 ? null : 'right')),
  });

/** The text with `block` between `<!-- name -->` and `<!-- /name -->`; the marks go to the end when they are missing. */
export function withBlock(text: string, name: string, block: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const marked = `${open}\n\n${block.trim()}\n\n${close}`;
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  if (start === -1 && end === -1) return `${text.trimEnd()}\n\n${marked}\n`;
  if (start === -1 || end < start)
    throw new Error(`The marks ${open} and ${close} do not stand in this order, once each.`);
  return text.slice(0, start) + marked + text.slice(end + close.length);
}
