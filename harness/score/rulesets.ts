/** Which rulesets may share one table. */
import { ascending } from 'd3-array';
import type { TrialResult } from '../record/result.ts';
import type { Ruleset } from '../record/rulesets.ts';

/** One ruleset's submissions, or those of both in one table. */
export type TableRuleset = Ruleset | 'both';

/**
 * The tables that results make when nobody chooses. AlgoPerf keeps the rulesets apart, since external tuning has several
 * trials a study to choose from; where every submission had one, nobody was tuned by trials and all share a table.
 */
export function tablesOf(results: readonly TrialResult[]): readonly TableRuleset[] {
  const rulesets = [...new Set(results.map(({ plan }) => plan.ruleset))].sort(ascending);
  const shared = rulesets.length > 1 && oneTrialAStudy(results) && inBoth(results).length === 0;
  return shared ? ['both'] : rulesets;
}

export const oneTrialAStudy = (results: readonly TrialResult[]): boolean =>
  results.every(({ plan }) => plan.trial === 1);

/** Submissions with results under both rulesets: they cannot be one line of a table. */
export function inBoth(results: readonly TrialResult[]): readonly string[] {
  const under = (ruleset: Ruleset): ReadonlySet<string> =>
    new Set(results.flatMap(({ plan }) => (plan.ruleset === ruleset ? [plan.submission] : [])));
  const external = under('external');
  return [...under('self-tuning')].filter((name) => external.has(name)).sort(ascending);
}
