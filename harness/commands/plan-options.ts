/** Which trials: what plan and run are asked. */
import { Option } from 'commander';
import { namesOf } from '../prepare/folders.ts';
import type { Outline, RunRequest } from '../prepare/run.ts';
import type { Session } from './command.ts';
import {
  engineOption,
  list,
  most,
  refuseNone,
  seedOption,
  slotsOption,
  valued,
  whole,
  workloadsOption,
} from './options.ts';

export type PlanOptions = RunRequest;

export const suiteOption = (): Option =>
  new Option('--suite <name>', 'suite of workloads: see `ttr list`').default('quick');
const slotsText = 'trials at once (default: one for each physical core)';

export const planOptions = (): Option[] => [
  suiteOption(),
  valued('--submissions <names>', 'only these, separated by commas', list),
  workloadsOption(),
  engineOption(),
  valued('--studies <count>', 'studies, instead of the suite’s', whole(1, most.studies)),
  valued(
    '--trials <count>',
    'trials a study for submissions that are tuned, instead of the suite’s',
    whole(1, most.trials),
  ),
  slotsOption(slotsText),
  seedOption(),
];

/** Names, descriptions and drafts of what is asked for; a submission that is not in order is named, and the others stay. */
export async function outlineOf(session: Session, options: PlanOptions): Promise<Outline> {
  const { project, terminal } = session;
  refuseNone('--workloads', options.workloads, namesOf(project.root, 'workload'));
  refuseNone('--submissions', options.submissions, namesOf(project.root, 'submission'));
  const { outlineRun } = await import('../prepare/run.ts');
  const { refusalText } = await import('../prepare/describe.ts');
  const outline = await outlineRun(project, options);
  for (const one of outline.refused) terminal.note(refusalText(one));
  if (outline.described.length === 0)
    throw new Error('No submission is in order; nothing can be run.');
  return outline;
}

/** Thrown after everything else is done, where some submissions were refused. */
export function refuseSome({ refused, described }: Outline): void {
  if (refused.length === 0) return;
  const names = refused.map(({ name }) => name).join(', ');
  throw new Error(
    `${refused.length} of ${refused.length + described.length} submissions not in order, and left out: ${names}. What is wrong: npx ttr check NAME.`,
  );
}
