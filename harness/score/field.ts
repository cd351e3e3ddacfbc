/** Who competes on what. Rows and columns of every array in this folder are indices into these lists. */
import { ascending, group } from 'd3-array';
import type { Goal } from '#spec';
import type { TrialPlan } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';

export interface Column {
  readonly name: string;
  /** Column of the base workload; a base workload's own. */
  readonly base: number;
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly target: number;
}

export interface Field {
  /** Rows, by name. */
  readonly submissions: readonly string[];
  /** Columns: base workloads by name, then the held-out variants by name. */
  readonly workloads: readonly Column[];
  /** Columns 0 ... bases - 1 are base workloads. */
  readonly bases: number;
  /** Trials by row x column + column, each cell by study, then trial; empty where there are no results. */
  readonly cells: readonly (readonly (readonly TrialResult[])[])[];
}

/** What is to be scored; see `SummaryOptions`. */
export interface Scope {
  readonly expected?: readonly string[] | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly heldOut?: readonly string[] | undefined;
}

/** The field that resolved results of one source and ruleset make. */
export function fieldOf(results: readonly TrialResult[], scope: Scope): Field {
  const byWorkload = group(results, ({ plan }) => plan.workload);
  const bases = basesOf(byWorkload, scope);
  const variants = variantsOf(byWorkload, bases, scope);
  const workloads = [...bases, ...variants].map((name) =>
    columnOf(name, byWorkload.get(name)!, bases),
  );
  const scored = workloads.flatMap(({ name }) => byWorkload.get(name)!);
  const submissions = [...new Set(scored.map(({ plan }) => plan.submission))].sort(ascending);
  const byCell = group(
    scored,
    ({ plan }) => plan.submission,
    ({ plan }) => plan.workload,
  );
  const cells = submissions.flatMap((submission) =>
    workloads.map(({ name }) => byStudy(byCell.get(submission)?.get(name) ?? [])),
  );
  return { submissions, workloads, bases: bases.length, cells };
}

type ByWorkload = ReadonlyMap<string, readonly TrialResult[]>;

/** Base workloads to score; an error names those that have no results. */
function basesOf(byWorkload: ByWorkload, { expected, workloads }: Scope): string[] {
  const present = [...byWorkload].filter(([name, [first]]) => name === first!.plan.base);
  const names = present.map(([name]) => name).sort(ascending);
  const wanted = [...new Set(workloads ?? expected ?? names)].sort(ascending);
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length === 0 && wanted.length > 0) return wanted;
  const got = names.length > 0 ? names.join(', ') : 'none';
  const absent = missing.length > 0 ? `No results for ${missing.join(', ')}. ` : '';
  throw new Error(
    `${absent}Base workloads with results: ${got}. ` +
      'Run or import the missing ones, or score a subset with --workloads.',
  );
}

/** Held-out variants of those bases; an error names those that have no results. */
function variantsOf(
  byWorkload: ByWorkload,
  bases: readonly string[],
  { heldOut }: Scope,
): string[] {
  const present = [...byWorkload].filter(
    ([name, [first]]) => name !== first!.plan.base && bases.includes(first!.plan.base),
  );
  const names = present.map(([name]) => name).sort(ascending);
  if (heldOut === undefined) return names;
  const missing = heldOut.filter((name) => !byWorkload.has(name));
  if (missing.length === 0) return names.filter((name) => heldOut.includes(name));
  const got = names.length > 0 ? names.join(', ') : 'none';
  throw new Error(
    `No results for the held-out variants ${missing.join(', ')}. Variants with results: ${got}.`,
  );
}

/** A workload's facts, which all its results must share. */
function columnOf(name: string, results: readonly TrialResult[], bases: readonly string[]): Column {
  const facts = ({ plan }: TrialResult): string =>
    `${plan.metric.name}, ${plan.metric.goal}, target ${targetOf(plan)}`;
  const distinct = [...new Set(results.map(facts))].sort(ascending);
  if (distinct.length > 1) {
    throw new Error(
      `Results of ${name} were judged differently (${distinct.join('; ')}) and cannot share a score. ` +
        'Remove the older ones or keep them in another folder.',
    );
  }
  const { plan } = results[0]!;
  const { metric, base } = plan;
  return { name, base: bases.indexOf(base), metric, target: targetOf(plan) };
}

/** The validation target that a score needs. */
function targetOf({ target, workload }: TrialPlan): number {
  if (target !== undefined) return target.validation;
  throw new Error(
    `Results of ${workload} were run without a target, to set one, and cannot be scored. Leave them out, or run the workload.`,
  );
}

const byStudy = (trials: readonly TrialResult[]): TrialResult[][] =>
  [...group(trials, ({ plan }) => plan.study)]
    .sort(([a], [b]) => a - b)
    .map(([, study]) => study.sort((a, b) => a.plan.trial - b.plan.trial));
