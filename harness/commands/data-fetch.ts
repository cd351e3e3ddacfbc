/** `ttr data fetch`: fetches and converts what the cache lacks. */
import type { TtrCommand } from './command.ts';
import { namedWorkloads } from './named-workloads.ts';
import { jsonOption } from './options.ts';
import { reportTo } from './prepare-wording.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const dataFetch: TtrCommand<{ json?: boolean }, [readonly string[]]> = {
  usage: 'data fetch [workloads...]',
  about: 'fetch and convert what is missing; offline afterwards',
  options: [jsonOption()],
  examples: ['data fetch', 'data fetch my_workload'],
  async act(session, { json }, names) {
    const { prepareAllData } = await import('../prepare/workloads.ts');
    const workloads = await namedWorkloads(session, names);
    const prepared = await prepareAllData(session.project, workloads, reportTo(session));
    const found = [...prepared].map(([workload, { folder, hash, examples }]) => ({
      workload,
      folder,
      hash,
      examples,
    }));
    const row = ({ workload, examples, folder }: (typeof found)[number]) => [
      workload,
      examples.train,
      examples.validation,
      examples.test,
      folder,
    ];
    const head = ['workload', 'train', 'validation', 'test', 'folder'];
    show(session, json, found, () => table(head, found.map(row), [1, 2, 3]));
  },
};
