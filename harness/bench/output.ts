/** Where results go: the terminal, a JSON file, the README of the engines. */
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import writeFileAtomic from 'write-file-atomic';
import { table } from '../commands/table.ts';
import { numberTable, withBlock } from './markdown.ts';

export interface Printed {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Sentences under the table. */
  readonly notes: readonly string[];
}

export interface Wanted {
  /** File for `results`. */
  readonly json: string | undefined;
  /** Whether the README gets the table. */
  readonly readme: boolean;
}

const readme = fileURLToPath(new URL('../engine/README.md', import.meta.url));

/** One line on the machine and the day. */
const measuredOn = (): string =>
  `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus()[0]?.model ?? process.arch}, one core, Node ${process.versions.node}.`;

/** Prints the table; writes what was asked for. `name` is that of the npm script. */
export async function put(
  name: string,
  printed: Printed,
  results: object,
  { json, readme: wanted }: Wanted,
): Promise<void> {
  const { head, rows } = printed;
  const notes = [measuredOn(), ...printed.notes];
  const right = head.map((_, i) => i).slice(1);
  console.log(`${table(head, rows, right)}\n\n${notes.join('\n')}`);
  if (json !== undefined)
    await writeFileAtomic(json, `${JSON.stringify({ notes, ...results }, null, 2)}\n`);
  if (wanted) {
    const block = `${notes.join(' ')}\n\n${numberTable(head, rows)}`;
    await writeFileAtomic(readme, withBlock(await readFile(readme, 'utf8'), name, block));
  }
}

/** Milliseconds with three significant digits, and all digits before the point. */
export const milliseconds = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value.toPrecision(3);
