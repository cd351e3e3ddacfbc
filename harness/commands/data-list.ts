/** `ttr data list`: what the workloads' data are, and whether they are there. */
import type { TtrCommand } from './command.ts';
import { namedWorkloads } from './named-workloads.ts';
import { jsonOption } from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export const dataList: TtrCommand<{ json?: boolean }, [readonly string[]]> = {
  usage: 'data list [workloads...]',
  about: 'show what the data are and whether they are there',
  options: [jsonOption()],
  examples: ['data list', 'data list my_workload --json'],
  async act(session, { json }, names) {
    const { describeData } = await import('../data/verify.ts');
    const workloads = await namedWorkloads(session, names);
    const found = workloads.map(({ base, workload }) => ({
      workload: base,
      ...describeData(workload.data, session.project.cache),
    }));
    const row = (one: (typeof found)[number]): string[] => [
      one.workload,
      one.packages
        .map(({ name, version, licence }) => `${name}@${version} (${licence})`)
        .join(', ') || 'made here',
      one.bytes === undefined ? 'not fetched' : megabytes(one.bytes),
      one.folder,
    ];
    const head = ['workload', 'from', 'state', 'folder'];
    show(session, json, found, () => table(head, found.map(row)));
  },
};
