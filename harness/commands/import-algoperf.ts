/** `ttr import algoperf`: turns AlgoPerf's official logs into results. */
import { Option } from 'commander';
import type { Imported } from '../algoperf/import.ts';
import type { Problem } from '../record/problem.ts';
import type { TtrCommand } from './command.ts';

interface ImportOptions {
  readonly targets: string;
  readonly ruleset: 'external' | 'self-tuning' | 'self';
  readonly into: string;
}

export const importAlgoperf: TtrCommand<ImportOptions, [string]> = {
  usage: 'import algoperf <logs>',
  about: 'AlgoPerf’s official logs; what cannot be read is listed',
  options: [
    new Option('--targets <file>', 'the official workload_targets file').makeOptionMandatory(),
    new Option('--ruleset <name>', 'ruleset of the logs')
      .choices(['external', 'self-tuning', 'self'])
      .makeOptionMandatory(),
    new Option('--into <folder>', 'folder for the results').makeOptionMandatory(),
  ],
  more: `Budgets are those of the meta_data_0.json files beside the logs; where there are none, a workload's longest trial stands for its budget.
Entries that another harness commit, kernel or machine measured than the rest are named.`,
  examples: [
    'import algoperf logs/ --ruleset external --targets external_tuning_targets.json --into imported/',
  ],
  async act({ terminal }, options, logs) {
    const { results, problems } = await importLogs(logs, options);
    const { unlikeRest } = await import('../score/unlike-rest.ts');
    for (const problem of problems) terminal.note(lineOf(problem));
    for (const { text } of unlikeRest(results)) terminal.note(text);
    terminal.print(
      `Imported ${results.length} trials into ${options.into}; ${problems.length} problems.`,
    );
  },
};

const lineOf = ({ path, reason }: Problem): string => `${path} ${reason}`;

/** Keeps each trial as a result file; says what could not be read. */
async function importLogs(
  logs: string,
  { targets, ruleset, into }: ImportOptions,
): Promise<Imported> {
  const [algoperf, { readTargets }, { loadResults, saveResult }] = await Promise.all([
    import('../algoperf/import.ts'),
    import('./read-targets.ts'),
    import('../results/store.ts'),
  ]);
  const { results, problems } = algoperf.importAlgoperf(logs, {
    targets: await readTargets(targets),
    ruleset: ruleset === 'external' ? 'external' : 'self-tuning',
  });
  if (results.length === 0)
    throw new Error(
      `There is nothing to import:${problems.map((problem) => `\n  ${lineOf(problem)}`).join('')}`,
    );
  const before = await loadResults([into]).catch(() => ({ kept: [] }));
  if (before.kept.length > 0)
    throw new Error(
      `${into} holds ${before.kept.length} results already. Import into a folder that is empty or not there yet.`,
    );
  for (const result of results) await saveResult(into, result);
  return { results, problems };
}
