/** `ttr calibrate`: times the reference step of each workload. */
import type { EngineName } from '../record/machine.ts';
import type { TtrCommand } from './command.ts';
import { findSuite, namesOf } from '../prepare/folders.ts';
import { engineOption, jsonOption, refuseNone, slotsOption, workloadsOption } from './options.ts';
import { suiteOption } from './plan-options.ts';
import { reportTo } from './prepare-wording.ts';
import { show } from './show.ts';
import { table } from './table.ts';

interface CalibrateOptions {
  readonly suite: string;
  readonly workloads?: readonly string[];
  readonly engine: EngineName | 'auto';
  readonly slots?: number;
  readonly json?: boolean;
}

export const calibrate: TtrCommand<CalibrateOptions> = {
  usage: 'calibrate',
  about: 'time the reference step of each workload; budgets are multiples of it',
  options: [
    suiteOption(),
    workloadsOption(),
    engineOption(),
    slotsOption('slots to measure on at once (default: one for each physical core)'),
    jsonOption(),
  ],
  examples: ['calibrate --suite quick', 'calibrate --workloads my_workload --engine wasm'],
  async act(session, options) {
    const { project } = session;
    const { findWorkload } = await import('../prepare/find-workload.ts');
    refuseNone('--workloads', options.workloads, namesOf(project.root, 'workload'));
    const { findHost } = await import('../prepare/host.ts');
    const { stepTimes } = await import('../prepare/step-times.ts');
    const { prepareAllData } = await import('../prepare/workloads.ts');
    const ids = options.workloads ?? findSuite(project.root, options.suite).workloads;
    const found = await Promise.all(ids.map((id) => findWorkload(project.root, id)));
    const host = await findHost(options);
    const report = reportTo(session);
    const data = await prepareAllData(project, found, report);
    const workloads = found.map((one) => ({ ...one, data: data.get(one.base)! }));
    const times = await stepTimes(project, host, workloads, { again: true, report });
    const { machine, engine } = host;
    const stepSeconds = Object.fromEntries([...times].map(([id, { median }]) => [id, median]));
    show(session, options.json, { machine, engine, stepSeconds }, () =>
      table(
        ['workload', 'reference step [ms]'],
        Object.entries(stepSeconds).map(([id, seconds]) => [id, (1000 * seconds).toFixed(2)]),
        [1],
      ),
    );
  },
};
