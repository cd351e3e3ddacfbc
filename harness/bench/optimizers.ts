/** `npm run bench:optimizers`: what each submission's update costs beside forward and backward, on one workload's shapes. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { benchCpu, openChild, script } from './child.ts';
import { enter } from './flags.ts';
import { markdownTable } from './markdown.ts';
import type { GradientResult, OptimizersJob, UpdateResult } from './optimizers-child.ts';
import { milliseconds, put } from './output.ts';

const help = `Times the update of every submission on the wasm engine, beside forward and backward of one workload.

  npm run bench:optimizers [-- flags]

  --workload TEXT  the first workload with prepared data that has this text in its name
  --filter TEXT    only submissions with this text in their name
  --quick          few samples: shows that everything runs, measures nothing
  --json FILE      writes the results as JSON
  --markdown FILE  writes the table as Markdown
  --help           this text`;

const options = {
  workload: { type: 'string', default: '' },
  filter: { type: 'string', default: '' },
  quick: { type: 'boolean', default: false },
  json: { type: 'string' },
  markdown: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const head = [
  'submission',
  'update, ms',
  'of forward + backward',
  'gradients a step',
  'state / parameters',
  'kept',
];

const rowOf = (one: UpdateResult, base: number): (string | number)[] => {
  const { name, timing, gradients = NaN, state = NaN, error } = one;
  if (timing === undefined) return [name, error ?? '', '', '', '', ''];
  const { median, kept, taken, quiet } = timing;
  return [
    name,
    quiet ? milliseconds(median) : `${milliseconds(median)} noisy`,
    `${((100 * median) / base).toFixed(1)} %`,
    gradients.toFixed(Number.isInteger(gradients) ? 0 : 2),
    state.toFixed(2),
    `${kept} of ${taken}`,
  ];
};

await enter(async () => {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return;
  }
  const { workload, filter, quick } = values;
  const job: OptimizersJob = { workload, filter, quick };
  const child = await openChild(script('optimizers-child.ts', 'wasm', job), benchCpu());
  const gradient = (await child.next()) as GradientResult | undefined;
  if (gradient === undefined) throw new Error('The benchmark ended without a result.');
  const updates: UpdateResult[] = [];
  for (;;) {
    const result = (await child.next()) as UpdateResult | undefined;
    if (result === undefined) break;
    updates.push(result);
    console.error(`${result.name} done`);
  }
  const base = gradient.timing.median;
  const rows = updates.map((one) => rowOf(one, base));
  const notes = [
    `Forward and backward of ${gradient.workload}, ${gradient.parameters} parameters: ${milliseconds(base)} ms. An update is that of the first point, at a gradient that stays the same, and the mean of 20.`,
    'A step costs its gradients and its update; the state is what it holds besides the parameters.',
  ];
  await put(
    'bench:optimizers',
    { head, rows, notes },
    { gradient, updates },
    { json: values.json, readme: false },
  );
  if (values.markdown !== undefined)
    await writeFile(values.markdown, `${notes.join(' ')}\n\n${markdownTable(head, rows)}\n`);
});
