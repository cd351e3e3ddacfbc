/**
 * How often verdicts are false when nothing is there to find, simulated with the noise of real trials:
 *
 *     npm run check:verdicts -- [--repeats 2000] [--readme]
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
import { markdownTable, withBlock } from './markdown.ts';

const readme = fileURLToPath(new URL('../score/README.md', import.meta.url));

const print = ({ title, head, rows }: LevelTable): void => {
  const right = head.map((_, i) => i).slice(1);
  console.log(`${title}\n${table(head, rows, right)}\n`);
};

const markdown = ({ title, head, rows }: LevelTable): string =>
  `**${title}**\n\n${markdownTable(head, rows)}`;

/** The percentages of a table. */
const shares = ({ rows }: LevelTable): number[] =>
  rows.flatMap(([, ...cells]) => cells.map(Number)).filter((share) => !Number.isNaN(share));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repeats: { type: 'string', default: '2000' },
      readme: { type: 'boolean', default: false },
    },
  });
  const repeats = Number(values.repeats);
  if (!(Number.isInteger(repeats) && repeats > 0))
    throw new Error(`--repeats is a whole number above 0, not ${values.repeats}.`);
  const boards = boardTables(repeats);
  const comparisons = compareTables(repeats);
  const tables = [...boards, ...comparisons];
  tables.forEach(print);
  if (values.readme) {
    const block = [
      `${repeats} simulations a cell of the first and of the last two tables, half as many in the others.`,
    ]
      .concat(tables.map(markdown))
      .join('\n\n');
    await writeFileAtomic(readme, withBlock(await readFile(readme, 'utf8'), 'verdicts', block));
  }
  const allowed = 100 * (level + 3 * Math.sqrt((level * (1 - level)) / repeats));
  const worst = Math.max(...shares(boards[0]!), ...shares(comparisons[0]!));
  console.log(`Worst of the first table and of \`ttr compare\`: ${worst.toFixed(1)} %.`);
  if (worst > allowed)
    throw new Error(`False verdicts in ${worst.toFixed(1)} %, more than ${allowed.toFixed(1)} %.`);
}

await enter(main);
