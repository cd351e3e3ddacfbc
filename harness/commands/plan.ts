/** `ttr plan`: every trial with its budget and a forecast; one line per submission and workload. */
import { forecastSeconds } from '../plan/plan.ts';
import type { TrialPlan } from '../record/plan.ts';
import type { Session, TtrCommand } from './command.ts';
import { duration, forecastText, type Forecast } from './durations.ts';
import { jsonOption } from './options.ts';
import { layOutTrials, planOptions, type PlanOptions } from './plan-options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const plan: TtrCommand<PlanOptions & { json?: boolean }> = {
  usage: 'plan',
  about:
    'show every trial with its budget and a forecast; fetches data and calibrates what is missing',
  options: [...planOptions(), jsonOption()],
  examples: ['plan --suite quick', 'plan --submissions my_method --studies 1 --json'],
  act: showPlan,
};

/** Prints what `ttr run` would run with these options. */
export async function showPlan(
  session: Session,
  { json, ...options }: PlanOptions & { readonly json?: boolean },
): Promise<void> {
  const { trials, slots } = await layOutTrials(session, options);
  const plans = trials.map(({ plan }) => plan);
  const forecast = forecastSeconds(plans, slots.length);
  show(session, json, { forecast, plans }, () => planText(plans, forecast));
}

const head = [
  'workload',
  'submission',
  'ruleset',
  'studies x trials',
  'target',
  'steps at most',
  'ms a step',
  'expected',
  'budget',
];

/** Trials by submission and workload with budgets, and the forecast of all. */
function planText(plans: readonly TrialPlan[], forecast: Forecast): string {
  const groups = new Map<string, TrialPlan[]>();
  for (const plan of plans) {
    const key = `${plan.workload} ${plan.submission}`;
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  const rows = [...groups.values()].map((group) => {
    const { workload, submission, ruleset, budget, stepHint, target, metric } = group[0]!;
    const studies = Math.max(...group.map(({ study }) => study));
    return [
      workload,
      submission,
      ruleset,
      `${studies} x ${group.length / studies}`,
      `${metric.name} ${metric.goal === 'minimize' ? '<=' : '>='} ${target.validation}`,
      budget.steps,
      (1000 * budget.stepSeconds).toFixed(1),
      duration(stepHint * budget.stepSeconds),
      duration(budget.seconds),
    ];
  });
  return `${table(head, rows, [5, 6, 7, 8])}\n\n${plans.length} trials: ${forecastText(forecast)}.`;
}
