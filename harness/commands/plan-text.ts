/** A plan as a table: one line per submission and workload. */
import { budgetOf, type TrialPlan } from '../record/plan.ts';
import { duration } from './durations.ts';
import { forecastText } from './lay-out.ts';
import { table } from './table.ts';

/** Trials by submission and workload with budgets, and the forecast of all. */
export function planText(
  plans: readonly TrialPlan[],
  forecast: { readonly expected: number; readonly atMost: number },
): string {
  const groups = new Map<string, TrialPlan[]>();
  for (const plan of plans) {
    const key = `${plan.workload} ${plan.submission}`;
    groups.set(key, [...(groups.get(key) ?? []), plan]);
  }
  const rows = [...groups.values()].map((group) => {
    const { workload, submission, ruleset, stepHint, target, metric } = group[0]!;
    const budget = budgetOf(group[0]!)!;
    const studies = Math.max(...group.map(({ study }) => study));
    return [
      workload,
      submission,
      ruleset,
      `${studies} x ${group.length / studies}`,
      `${metric.name} ${metric.goal === 'minimize' ? '<=' : '>='} ${target!.validation}`,
      budget.steps,
      (1000 * budget.stepSeconds).toFixed(1),
      duration(stepHint * budget.stepSeconds),
      duration(budget.seconds),
    ];
  });
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
  return `${table(head, rows, [5, 6, 7, 8])}\n\n${plans.length} trials: ${forecastText(forecast)}.`;
}
