/** `ttr calibrate`: times the reference step of each workload. */
import type { TtrCommand } from './command.ts';
import { jsonOption } from './options.ts';
import { layOutTrials, planOptions, type PlanOptions } from './plan-options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const calibrate: TtrCommand<PlanOptions & { json?: boolean }> = {
  usage: 'calibrate',
  about: 'time the reference step of each workload; budgets are multiples of it',
  options: [...planOptions(), jsonOption()],
  examples: ['calibrate --suite quick', 'calibrate --workloads my_workload --engine wasm'],
  async act(session, { json, ...options }) {
    const laidOut = await layOutTrials(session, { ...options, recalibrate: true });
    const { trials, machine, engine } = laidOut;
    const times = new Map(trials.map(({ plan }) => [plan.workload, plan.budget.stepSeconds]));
    const stepSeconds = Object.fromEntries(times);
    show(session, json, { machine, engine, stepSeconds }, () =>
      table(
        ['workload', 'reference step [ms]'],
        [...times].map(([name, seconds]) => [name, (1000 * seconds).toFixed(2)]),
        [1],
      ),
    );
  },
};
