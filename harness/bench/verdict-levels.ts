/**
 * How often verdicts are false when nothing is there to find, simulated with the noise of real trials:
 *
 *     npm run check:verdicts -- [--repeats 1000] [--readme]
 *
 * `--readme` writes the tables into harness/score/README.md. Fails when two equal submissions are told apart in more than
 * 5 % of the simulations, three standard errors allowed.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import writeFileAtomic from 'write-file-atomic';
import { table } from '../commands/table.ts';
import { level } from '../score/rank-sum.ts';
import { enter } from './flags.ts';
import { boardTables, type LevelTable } from './levels/boards-tables.ts';
import { compareTables } from './levels/compare-tables.ts';
import { numberTable, withBlock } from './markdown.ts';

const readme = fileURLToPath(new URL('../score/README.md', import.meta.url));

const print = ({ title, head, rows }: LevelTable): void => {
  const right = head.map((_, i) => i).slice(1);
  console.log(`${title}\n${table(head, rows, right)}\n`);
};

const markdown = ({ title, head, rows }: LevelTable): string =>
  `**${title}**\n\n${numberTable(head, rows)}`;

/** The percentages of a table. */
const shares = ({ rows }: LevelTable): number[] =>
  rows.flatMap(([, ...cells]) => cells.map(Number)).filter((share) => !Number.isNaN(share));

/** Prints the tables; writes them between the marks `name` of the README. */
async function put(
  name: string,
  counts: string,
  tables: readonly LevelTable[],
  isWritten: boolean,
): Promise<void> {
  tables.forEach(print);
  if (!isWritten) return;
  const block = [counts, ...tables.map(markdown)].join('\n\n');
  await writeFileAtomic(readme, withBlock(await readFile(readme, 'utf8'), name, block));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repeats: { type: 'string', default: '1000' },
      readme: { type: 'boolean', default: false },
    },
  });
  const repeats = Number(values.repeats);
  if (!(Number.isInteger(repeats) && repeats > 0))
    throw new Error(`--repeats is a whole number above 0, not ${values.repeats}.`);
  const half = Math.ceil(repeats / 2);
  const comparisons = compareTables(half);
  await put('compare', `${half} simulated comparisons a line.`, comparisons, values.readme);
  const boards = boardTables(repeats);
  const counts = `${repeats} simulations a cell of the first table, a quarter of that in the others. "w" is workloads.`;
  await put('verdicts', counts, boards, values.readme);
  const allowed = 100 * (level + 3 * Math.sqrt((level * (1 - level)) / half));
  const worst = Math.max(...shares(boards[0]!), ...shares(comparisons[0]!));
  console.log(`Worst of the first table and of \`ttr compare\`: ${worst.toFixed(1)} %.`);
  if (worst > allowed)
    throw new Error(`False verdicts in ${worst.toFixed(1)} %, more than ${allowed.toFixed(1)} %.`);
}

await enter(main);
