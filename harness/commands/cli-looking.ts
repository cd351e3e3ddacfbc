/** Commands that look: list, doctor, data, check, new. */
import type { Command } from 'commander';
import { check, create } from './check.ts';
import { fetchData, listData, verifyAllData } from './data.ts';
import { examinationText, examine } from './doctor.ts';
import { inventory, inventoryText } from './list.ts';
import { jsonOption, type Session } from './options.ts';
import { openProject } from '../prepare/project.ts';
import { table } from './table.ts';
import { workloadsText, writeWorkloads } from './workloads.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Adds the commands. */
export function registerLooking(program: Command, { terminal, signal }: Session): void {
  const show = (json: boolean | undefined, data: unknown, text: string): void => {
    terminal.print(json === true ? JSON.stringify(data, null, 2) : text);
  };

  program
    .command('list')
    .description('show workloads, submissions and suites')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: boolean }) => {
      const found = await inventory(openProject());
      show(json, found, inventoryText(found));
    });

  program
    .command('doctor')
    .description('show engines, machine and sandbox, and what would disturb a measurement')
    .addOption(jsonOption())
    .action(async ({ json }: { json?: boolean }) => {
      const found = await examine();
      show(json, found, examinationText(found));
    });

  program
    .command('workloads')
    .description('show targets, budgets and how they were set; from the files beside the workloads')
    .option(
      '--write',
      'write the table into workloads/README.md and the curves beside each workload',
    )
    .action(async ({ write }: { write?: boolean }) => {
      const project = openProject();
      if (write !== true) terminal.print(await workloadsText(project));
      else for (const file of await writeWorkloads(project)) terminal.print(`wrote ${file}`);
    });

  const data = program
    .command('data')
    .description('the workloads’ data: pinned npm packages, converted once, kept in a cache');
  data
    .command('list [workloads...]')
    .description('show what the data are and whether they are there')
    .addOption(jsonOption())
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const found = await listData(openProject(), names);
      const rows = found.map((one) => [
        one.workload,
        one.packages
          .map(({ name, version, licence }) => `${name}@${version} (${licence})`)
          .join(', ') || 'made here',
        one.bytes === undefined ? 'not fetched' : megabytes(one.bytes),
        one.folder,
      ]);
      show(json, found, table(['workload', 'from', 'state', 'folder'], rows));
    });
  data
    .command('fetch [workloads...]')
    .description('fetch and convert what is missing; offline afterwards')
    .addOption(jsonOption())
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const found = await fetchData(openProject(), names, terminal);
      const rows = found.map(({ workload, examples, folder }) => [
        workload,
        examples.train,
        examples.validation,
        examples.test,
        folder,
      ]);
      show(
        json,
        found,
        table(['workload', 'train', 'validation', 'test', 'folder'], rows, [1, 2, 3]),
      );
    });
  data
    .command('verify [workloads...]')
    .description('read all data again and compare their hashes')
    .addOption(jsonOption())
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const found = await verifyAllData(openProject(), names);
      show(
        json,
        found,
        table(
          ['workload', 'state'],
          found.map(({ workload, status }) => [workload, status]),
        ),
      );
    });

  program
    .command('check <submission>')
    .description('say what is wrong with a submission: imports, shape, and a trial of a second')
    .action(async (name: string) => {
      await check(openProject(), name, signal, terminal);
      terminal.print(`Submission "${name}" is in order.`);
    });

  program
    .command('new')
    .description('write something new that runs')
    .command('submission <name>')
    .description('write submissions/<name>/submission.ts')
    .action(async (name: string) => {
      const file = await create(openProject(), name);
      terminal.print(`Wrote ${file}. Next: npx ttr check ${name}`);
    });
}
