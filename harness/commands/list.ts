/** `ttr list`: what there is. */
import { namesOf, submissionNames, suitesOf } from '../prepare/folders.ts';
import { targetOf } from '../plan/variant.ts';
import type { Project } from '../prepare/project.ts';
import type { TtrCommand } from './command.ts';
import { jsonOption } from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const list: TtrCommand<{ json?: boolean }> = {
  usage: 'list',
  about: 'show workloads, submissions and suites',
  options: [jsonOption()],
  examples: ['list', 'list --json'],
  async act(session, { json }) {
    const found = await inventory(session.project);
    show(session, json, found, () => inventoryText(found));
  },
};

/** Workloads, submissions and suites as data. */
async function inventory(project: Project) {
  const { root } = project;
  const { describeAll } = await import('../prepare/describe.ts');
  const { findWorkload } = await import('../prepare/find-workload.ts');
  const workloads = await Promise.all(
    namesOf(root, 'workload').map(async (name) => {
      const { workload } = await findWorkload(root, name);
      const { title, metric, variants, batchSize } = workload;
      const { validation, stepHint } = targetOf(workload, undefined);
      return {
        name,
        title,
        metric,
        target: validation,
        stepHint,
        batchSize,
        variants: Object.keys(variants),
      };
    }),
  );
  const { described, refused } = await describeAll(project, submissionNames(root));
  const submissions = described.map(({ name, about, ruleset }) => ({ name, ...about, ruleset }));
  return { workloads, submissions, refused, suites: suitesOf(root) };
}

/** The inventory as three tables. */
function inventoryText({
  workloads,
  submissions,
  refused,
  suites,
}: Awaited<ReturnType<typeof inventory>>): string {
  const goal = { minimize: '<=', maximize: '>=' };
  return [
    'Workloads',
    table(
      ['name', 'task', 'target', 'step hint', 'variants'],
      workloads.map((w) => [
        w.name,
        w.title,
        `${w.metric.name} ${goal[w.metric.goal]} ${w.target}`,
        w.stepHint,
        w.variants.join(', '),
      ]),
      [3],
    ),
    '',
    'Submissions',
    table(
      ['name', 'method', 'ruleset', 'reference'],
      submissions.map((s) => [s.name, s.title, s.ruleset, s.reference]),
    ),
    ...refused.map(({ name }) => `Not in order: ${name}; npx ttr check ${name} says why.`),
    '',
    'Suites',
    table(
      ['name', 'about', 'workloads'],
      Object.entries(suites).map(([name, suite]) => [
        name,
        suite.about,
        suite.workloads.join(', '),
      ]),
    ),
  ].join('\n');
}
