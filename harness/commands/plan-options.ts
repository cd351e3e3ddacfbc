/** Which trials: what plan, run and calibrate are asked. */
import { Option } from 'commander';
import { namesOf } from '../prepare/folders.ts';
import type { Request } from './lay-out.ts';
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

export type PlanOptions = Request;

export const planOptions = (): Option[] => [
  new Option('--suite <name>', 'suite of workloads: see `ttr list`').default('quick'),
  valued('--submissions <names>', 'only these, separated by commas', list),
  workloadsOption(),
  engineOption(),
  valued('--studies <count>', 'studies, instead of the suite’s', whole(1, most.studies)),
  valued(
    '--trials <count>',
    'trials a study for submissions that are tuned, instead of the suite’s',
    whole(1, most.trials),
  ),
  slotsOption('trials at once (default: one for each physical core)'),
  seedOption(),
  new Option('--recalibrate', 'measure reference step times anew'),
];

/** Settles everything before the first trial; downloads, bundles and calibrates what is missing. */
export async function layOutTrials(session: Session, options: PlanOptions) {
  const { project, terminal } = session;
  refuseNone('--workloads', options.workloads, namesOf(project.root, 'workload'));
  refuseNone('--submissions', options.submissions, namesOf(project.root, 'submission'));
  const { layOut } = await import('./lay-out.ts');
  return layOut(project, options, terminal);
}
