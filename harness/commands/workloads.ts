/** `ttr workloads`: the table of workloads/README.md and the curves beside each workload, made from the derivations. */
import { Option } from 'commander';
import type { TtrCommand } from './command.ts';

export const workloads: TtrCommand<{ write?: boolean }> = {
  usage: 'workloads',
  about: 'show targets, budgets and how they were set; from the files beside the workloads',
  options: [
    new Option(
      '--write',
      'write the table into workloads/README.md and the curves beside each workload',
    ),
  ],
  examples: ['workloads', 'workloads --write'],
  async act({ project, terminal }, { write }) {
    const { workloadsText, writeWorkloads } = await import('./workload-files.ts');
    if (write !== true) terminal.print(await workloadsText(project));
    else for (const file of await writeWorkloads(project)) terminal.print(`wrote ${file}`);
  },
};
