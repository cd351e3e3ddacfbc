/** What belongs to a workload besides its code's being right: files, cases, a row in the README. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of every workload, and what each is for. */
const files: Readonly<Record<string, string>> = {
  'workload.ts': 'title, metric, loss type, batch size, options and variants',
  'model.ts': 'the network',
  'parameters.ts': "the options, and each parameter's shape, role and start",
  'evaluate.ts': '`losses` of each example and `evaluate` of a split',
  'data.ts': 'the data recipe, or an export of one in workloads/shared/',
  'targets.json': 'a target for base and each variant; any numbers to start with',
  'README.md': 'task, data, licence and choices',
};

/** What is missing of workloads/<name> below `root`, and what to do about each; none when all is there. */
export function anatomyProblems(
  root: string,
  name: string,
  variants: readonly string[],
): readonly string[] {
  const folder = join(root, 'workloads', name);
  const missing = Object.entries(files)
    .filter(([file]) => !existsSync(join(folder, file)))
    .map(([file, what]) => `workloads/${name} has no ${file}. Write it: ${what}.`);
  const derivation = join(folder, 'derivation');
  const derived = existsSync(derivation) ? readdirSync(derivation) : [];
  if (!derived.includes('README.md'))
    for (const variant of ['base', ...variants])
      if (!derived.includes(`${variant}.json`))
        missing.push(
          `workloads/${name}/derivation has no ${variant}.json. Run npx ttr targets, or say in derivation/README.md why no runs led to the targets.`,
        );
  if (!existsSync(join(root, 'test', 'unit', 'workloads', `${name}.case.ts`)))
    missing.push(
      `workloads/${name} has no gradient cases. Write test/unit/workloads/${name}.case.ts; quadratic.case.ts is a short one.`,
    );
  const readme = readFileSync(join(root, 'workloads', 'README.md'), 'utf8');
  const table = readme.slice(0, readme.indexOf('## Targets'));
  if (!table.includes(`\n| \`${name}\``))
    missing.push(
      `workloads/README.md has no row for ${name}. Add it to the first list of workloads: data, model, metric.`,
    );
  return missing;
}
