/** From a trial that was read to one of our results. */
import { createHash } from 'node:crypto';
import { checkResult } from '../record/check.ts';
import { firstHit } from '../record/goal.ts';
import type { TrialPlan } from '../record/plan.ts';
import { schemaVersion, type Origin, type Outcome, type TrialResult } from '../record/result.ts';
import type { Ruleset } from '../record/rulesets.ts';
import type { Allowed } from './budgets.ts';
import type { ReadTrial } from './read-trial.ts';
import { baseOf, goalOf, type AlgoperfTargets } from './targets.ts';

export interface ResultOptions {
  readonly targets: AlgoperfTargets;
  readonly ruleset: Ruleset;
  /** Name of the source. */
  readonly from: string;
}

/** The result; throws in words where it would be none. @param allowed How long the trial may train. */
export function resultOf(trial: ReadTrial, allowed: Allowed, options: ResultOptions): TrialResult {
  const { log } = trial;
  const plan = planOf(trial, allowed, options);
  const result: TrialResult = {
    schema: schemaVersion,
    plan,
    origin: originOf(trial, options.from),
    work: { steps: log.steps, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 },
    evaluations: log.evaluations,
    outcome: outcomeOf(trial, allowed, plan),
  };
  const checked = checkResult(result);
  if (!checked.ok) throw new Error(`cannot be imported: it ${checked.reason}`);
  return result;
}

function planOf(
  { folder, log, hyperparameters, meta }: ReadTrial,
  allowed: Allowed,
  { targets, ruleset, from }: ResultOptions,
): TrialPlan {
  const { submission, workload, study, trial } = folder;
  const target = targets.workloads[workload]!;
  const metric = target.target_metric_name;
  const validation = target.validation_target_value;
  const plan: Omit<TrialPlan, 'id'> = {
    suite: `algoperf-${targets.benchmark_version}`,
    ruleset,
    submission,
    workload,
    base: baseOf(workload, targets),
    study: study + 1,
    trial,
    seed: meta.seed ?? `study_${study}/trial_${trial}`,
    hyperparameters,
    metric: { name: metric, goal: goalOf(metric) },
    // The targets file gives no test target.
    target: { validation, test: validation },
    stepHint: target.step_hint,
    until: { kind: 'target', budget: budgetOf(log, allowed) },
  };
  const text = JSON.stringify({ ...plan, suite: undefined, from });
  return { id: createHash('sha256').update(text).digest('hex').slice(0, 16), ...plan };
}

/**
 * No less than the trial ran: AlgoPerf's runner ends a trial with the step that spends the budget, and its scorer counts the
 * evaluation that follows.
 */
function budgetOf({ seconds, steps }: ReadTrial['log'], allowed: Allowed) {
  const budget = Math.max(allowed.seconds, seconds);
  const stepSeconds = steps === 0 ? 0 : seconds / steps;
  return {
    steps: stepSeconds === 0 ? steps : Math.round(budget / stepSeconds),
    stepSeconds,
    seconds: budget,
  };
}

function originOf({ log, meta }: ReadTrial, from: string): Origin {
  const { evaluationSeconds, loggingSeconds, dropped } = log;
  const times = Math.max(log.resumes, log.preemptions, meta.preemptions);
  return {
    kind: 'imported',
    from,
    ...(evaluationSeconds === undefined ? {} : { evaluationSeconds }),
    ...(loggingSeconds === undefined ? {} : { loggingSeconds }),
    ...(Object.keys(meta.ran).length === 0 ? {} : { ran: meta.ran }),
    ...(times === 0 ? {} : { resumed: { times, droppedRows: dropped } }),
  };
}

/** Evaluations are minutes apart, so that a log may end a little before the budget: below this share of it, it ended early. */
const wholeShare = 0.9;

function outcomeOf({ log, report }: ReadTrial, allowed: Allowed, plan: TrialPlan): Outcome {
  const { evaluations, seconds, steps, diverged } = log;
  const hit = firstHit(evaluations, plan);
  const at = evaluations[hit];
  if (at !== undefined) {
    if (allowed.told && at.seconds > allowed.seconds)
      report(
        `reached its target after ${at.seconds.toFixed(1)} s, past its budget of ${allowed.seconds} s; it counts, as in the official scorer.`,
      );
    return { status: 'reached', seconds: at.seconds, step: at.step, evaluation: hit };
  }
  if (steps === 0)
    return { status: 'crashed', seconds, reason: 'the log holds no evaluation', stderr: '' };
  if (diverged) return { status: 'diverged', seconds, step: steps };
  if (allowed.told && seconds < wholeShare * allowed.seconds) {
    const reason = `it crashed or gave up: its log ends after ${seconds.toFixed(1)} s of a budget of ${allowed.seconds} s`;
    return { status: 'crashed', seconds, reason, stderr: '' };
  }
  return { status: 'missed', seconds, step: steps };
}
