/** `ttr data verify`: reads all data again and compares their hashes. */
import type { TtrCommand } from './command.ts';
import { namedWorkloads } from './named-workloads.ts';
import { jsonOption } from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const dataVerify: TtrCommand<{ json?: boolean }, [readonly string[]]> = {
  usage: 'data verify [workloads...]',
  about: 'read all data again and compare their hashes',
  options: [jsonOption()],
  examples: ['data verify', 'data verify my_workload'],
  async act(session, { json }, names) {
    const { verifyData } = await import('../data/verify.ts');
    const workloads = await namedWorkloads(session, names);
    const verified = await Promise.all(
      workloads.map(async ({ base, workload }) => ({
        workload: base,
        ...(await verifyData(workload.data, session.project.cache)),
      })),
    );
    const damaged = verified.filter(({ status }) => status === 'damaged');
    if (damaged.length > 0) {
      throw new Error(
        damaged
          .map((one) => `${one.workload} is damaged: ${'advice' in one ? one.advice : ''}`)
          .join('\n'),
      );
    }
    const rows = verified.map(({ workload, status }) => [workload, status]);
    show(session, json, verified, () => table(['workload', 'state'], rows));
  },
};
