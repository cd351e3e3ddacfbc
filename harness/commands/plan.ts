/** `ttr plan`: every trial with its budget and a forecast; one line per submission and workload. Prepares nothing. */
import { forecastSeconds, type Forecast } from '../plan/forecast.ts';
import { withinBudget, type Draft } from '../plan/plan.ts';
import type { Known, Outline } from '../prepare/run.ts';
import type { Session, TtrCommand } from './command.ts';
import { duration, forecastText } from './durations.ts';
import { jsonOption } from './options.ts';
import { outlineOf, planOptions, refuseSome, type PlanOptions } from './plan-options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

export const plan: TtrCommand<PlanOptions & { json?: boolean }> = {
  usage: 'plan',
  about: 'show every trial with its budget and a forecast; fetches and calibrates nothing',
  options: [...planOptions(), jsonOption()],
  examples: ['plan --suite quick', 'plan --submissions my_method --studies 1 --json'],
  act: showPlan,
};

/** Prints what `ttr run` would run with these options, and what is not known of it yet. */
export async function showPlan(
  session: Session,
  { json, ...options }: PlanOptions & { readonly json?: boolean },
): Promise<void> {
  const outline = await outlineOf(session, options);
  const { known } = await import('../prepare/run.ts');
  const facts = await known(session.project, outline);
  const { drafts, host } = outline;
  const secondsOf = ({ workload }: Draft): number | undefined => facts.get(workload)?.stepSeconds;
  const forecast = forecastSeconds(
    drafts.map((draft) => ({ ...draft, stepSeconds: secondsOf(draft) })),
    host.slots.length,
  );
  const trials = drafts.map((draft) => ({ ...draft, budgetSeconds: budgetSeconds(draft, facts) }));
  const workloads = Object.fromEntries(facts);
  const { refused } = outline;
  show(session, json, { forecast, workloads, trials, refused }, () =>
    planText(outline, facts, forecast),
  );
  refuseSome(outline);
}

type Facts = ReadonlyMap<string, Known>;

/** Null, as JSON has it, where the reference step was not measured. */
function budgetSeconds(draft: Draft, facts: Facts): number | null {
  const stepSeconds = facts.get(draft.workload)?.stepSeconds;
  if (stepSeconds === undefined) return null;
  const until = withinBudget(draft, stepSeconds);
  return until.kind === 'target' ? until.budget.seconds : null;
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

/** Trials by submission and workload with budgets, what is not known yet, and the forecast of all. */
function planText({ drafts, host }: Outline, facts: Facts, forecast: Forecast): string {
  const cells = new Map<string, Draft[]>();
  for (const draft of drafts) {
    const key = `${draft.workload} ${draft.submission}`;
    cells.set(key, [...(cells.get(key) ?? []), draft]);
  }
  const rows = [...cells.values()].map((group) => rowOf(group, facts));
  const lacking = [...facts].flatMap(([id, { dataThere, stepSeconds }]) => [
    ...(dataThere ? [] : [`${id}: data not fetched`]),
    ...(stepSeconds === undefined ? [`${id}: not calibrated`] : []),
  ]);
  const unknown =
    lacking.length === 0
      ? ''
      : `Not known yet, until \`ttr run\` prepares it: ${lacking.join('; ')}.\n`;
  const trials = `${drafts.length} trials on ${host.slots.map(({ name }) => name).join(', ')}`;
  return `${table(head, rows, [5, 6, 7, 8])}\n\n${unknown}${trials}: ${forecastText(forecast)}.`;
}

function rowOf(group: readonly Draft[], facts: Facts): (string | number)[] {
  const first = group[0]!;
  const { workload, submission, ruleset, target, metric, stepHint, budgetSteps } = first;
  const studies = Math.max(...group.map(({ study }) => study));
  const stepSeconds = facts.get(workload)?.stepSeconds;
  const budget = budgetSeconds(first, facts);
  return [
    workload,
    submission,
    ruleset,
    `${studies} x ${group.length / studies}`,
    `${metric.name} ${metric.goal === 'minimize' ? '<=' : '>='} ${target.validation}`,
    budgetSteps,
    stepSeconds === undefined ? '-' : (1000 * stepSeconds).toFixed(1),
    stepSeconds === undefined ? '-' : duration(stepHint * stepSeconds),
    budget === null ? '-' : duration(budget),
  ];
}
