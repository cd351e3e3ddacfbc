/** The trials a summary was made of: those of its source and ruleset (or both), one a cell. */
import { resolveResults } from '../record/resolve.ts';
import type { TrialResult } from '../record/result.ts';
import type { Source, Summary } from '../score/summary.ts';

export const scoredResults = (
  { source, ruleset }: Summary,
  results: readonly TrialResult[],
): readonly TrialResult[] =>
  resolveResults(
    results.filter(
      ({ plan, origin }) =>
        (ruleset === 'both' || plan.ruleset === ruleset) && comesFrom(origin, source),
    ),
  ).results;

const comesFrom = (origin: TrialResult['origin'], source: Source): boolean =>
  origin.kind !== 'imported'
    ? source.kind === 'measured' &&
      origin.engine === source.engine &&
      origin.machine.fingerprint === source.machine.fingerprint
    : source.kind === 'imported' && origin.from === source.from;
