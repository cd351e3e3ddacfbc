/** `npm run submissions:table`: what submissions there are, as the table in submissions/README.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from 'd3-array';
import prettier from 'prettier';
import writeFileAtomic from 'write-file-atomic';
import { namesOf } from '../prepare/folders.ts';
import { loadSubmission } from './load-submission.ts';
import { described, type Described } from './described-submission.ts';
import { enter } from './flags.ts';
import { withBlock } from './markdown.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = join(root, 'submissions', 'README.md');

/** `arXiv 2306.07179`, or where the page is. */
const shortReference = (address: string): string => {
  const paper = /arxiv\.org\/abs\/([\d.]+)/.exec(address)?.[1];
  return paper === undefined ? new URL(address).hostname : `arXiv ${paper}`;
};

const row = (one: Described): string[] => [
  one.hasReadme ? `[\`${one.name}\`](${one.name}/README.md)` : `\`${one.name}\``,
  one.title,
  `[${shortReference(one.reference)}](${one.reference})`,
  one.tuning,
  String(one.lines),
  one.hooks.join(', '),
  one.provenance ?? 'not said',
];

/** A sentence on their number and length, and the table. */
export const submissionsTable = (all: readonly Described[]): string => {
  const lines = all.map((one) => one.lines);
  const tuned = all.filter(({ tuning }) => tuning === 'external').length;
  const head = ['folder', 'method', 'paper', 'tuning', 'lines', 'also uses', 'from'];
  const rule = head.map((name) => (name === 'lines' ? '---:' : '---'));
  const cells = [head, rule, ...all.map(row)].map((line) => `| ${line.join(' | ')} |`);
  return [
    `${all.length} submissions, ${tuned} with external tuning and ${all.length - tuned} self-tuning; ${median(lines)} lines of code in the median, at most ${Math.max(...lines)}.`,
    '',
    ...cells,
  ].join('\n');
};

/** submissions/README.md as it ought to be. */
export const submissionsReadme = async (): Promise<{
  is: string;
  ought: string;
  table: string;
}> => {
  const names = namesOf(root, 'submission');
  const all = await Promise.all(
    names.map(async (name) =>
      described(name, join(root, 'submissions', name), await loadSubmission(root, name)),
    ),
  );
  const table = submissionsTable(all);
  const is = readFileSync(readme, 'utf8');
  const style = await prettier.resolveConfig(readme);
  const text = withBlock(is, 'submissions:table', table);
  return { is, ought: await prettier.format(text, { ...style, parser: 'markdown' }), table };
};

const help = `What submissions there are: method, paper, tuning, lines of code, what else of the contract they use, provenance.

  npm run submissions:table [-- flags]

  --write   puts the table into submissions/README.md
  --help    this text`;

if (process.argv[1] === fileURLToPath(import.meta.url))
  await enter(async () => {
    const options = { write: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ options });
    if (values.help === true) {
      console.log(help);
      return;
    }
    const { ought, table } = await submissionsReadme();
    console.log(table);
    if (values.write === true) await writeFileAtomic(readme, ought);
  });
