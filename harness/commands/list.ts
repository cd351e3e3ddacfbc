/** `ttr list`: what there is. */
import { loadSubmission, loadWorkload, namesOf, suitesOf } from '../prepare/folders.ts';
import { rulesetOf } from '../plan/plan.ts';
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
async function inventory({ root }: Project) {
  const workloads = await Promise.all(
    namesOf(root, 'workload').map(async (name) => {
      const { workload } = await loadWorkload(root, name);
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
  const submissions = await Promise.all(
    namesOf(root, 'submission').map(async (name) => {
      const submission = await loadSubmission(root, name);
      const { title, authors, reference } = submission;
      return { name, title, authors, reference, ruleset: rulesetOf(submission) };
    }),
  );
  return { workloads, submissions, suites: suitesOf(root) };
}

/** The inventory as three tables. */
function inventoryText({
  workloads,
  submissions,
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
