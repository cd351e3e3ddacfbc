/** From trial results to everything a leaderboard shows. Pure: same results in any order, same summary. */
import { resolveResults } from '../record/resolve.ts';
import type { TrialResult } from '../record/result.ts';
import type { Ruleset } from '../record/rulesets.ts';
import { analyse, scoresFrom, type Analysis } from './analysis.ts';
import { scoresBySteps } from './by-steps.ts';
import { defaultClock } from './clock-names.ts';
import { cellsOf, fastest, reachedBy } from './cells.ts';
import { costOf } from './cost.ts';
import { scoresOf } from './credit.ts';
import { fieldOf } from './field.ts';
import { gatedSeconds } from './gated-studies.ts';
import { leaveOneOut } from './leave-one-out.ts';
import { notesOf } from './notes.ts';
import type { SummaryOptions } from './options.ts';
import { pairsOf } from './pairs.ts';
import { priceRatio } from './price.ts';
import { profilesOf } from './profile.ts';
import {
  fixedReferenceScore,
  referenceTimes,
  speedupToReference,
  type ReferenceTimes,
} from './reference.ts';
import { select } from './select.ts';
import { sensitivityOf } from './sensitivity.ts';
import { placesOf, standingOf, type Standing } from './standing.ts';
import {
  summaryVersion,
  type CellSummary,
  type SubmissionSummary,
  type Summary,
  type WorkloadSummary,
} from './summary.ts';
import { workRatio } from './work.ts';

/** A summary, and the results it is made of: of one source and ruleset, one a cell, in the order of their cells. */
export interface Scored {
  readonly summary: Summary;
  readonly results: readonly TrialResult[];
}

export const summarize = (all: readonly TrialResult[], options: SummaryOptions = {}): Summary =>
  scoreResults(all, options).summary;

/** As `summarize`, and says which of the results it used. */
export function scoreResults(all: readonly TrialResult[], options: SummaryOptions = {}): Scored {
  const { rules = 'closed-form', rMax = 4, resamples = 10_000, seed = 0 } = options;
  if (!(rMax > 1)) throw new Error(`rMax is a ratio above 1, not ${rMax}.`);
  const official = rules === 'algoperf';
  const { results, source, ruleset } = select(all, options);
  const resolved = resolveResults(results);
  const field = fieldOf(resolved.results, options);
  const { trialBy = official ? 'evaluation' : 'time' } = options;
  const integral = official ? 'grid' : 'exact';
  const gates = field.workloads.length > field.bases;
  const analysis = analyse(field, {
    rule: { rMax, integral, gates },
    studyRule: { trialBy, crossing: 'first' },
    resamples,
    seed,
  });
  const standing = standingOf(analysis, gatedSeconds(analysis));
  const { order } = standing;
  const cells = cellsOf(analysis, options.reference);
  const reference = referenceTimes(analysis, options.reference);
  const others = leaveOneOut(analysis, order, standing.places);
  const { noiseFloor, problems = [], clock = defaultClock } = options;
  const summary: Summary = {
    version: summaryVersion,
    rules,
    ruleset,
    rMax,
    source,
    reference: reference.reference,
    bootstrap: { resamples, seed },
    runs: standing.runs,
    noiseFloor:
      noiseFloor === undefined
        ? { kind: 'unknown', why: 'not measured on this machine; run `ttr aa`' }
        : { kind: 'known', value: noiseFloor },
    workloads: workloadsOf(analysis),
    submissions: submissionsOf(analysis, standing, cells, reference),
    cells: order.flatMap((row) => cellsOfRow(analysis, cells, row)),
    profiles: profilesOf(analysis, order),
    pairs: pairsOf(analysis, order, noiseFloor),
    leaveOneOut: others,
    sensitivity: sensitivityOf(analysis, order),
    notes: [
      ...(options.notes ?? []),
      ...notesOf({ analysis, ruleset, cells, leaveOneOut: others, resolved, problems, clock }),
    ],
  };
  const used = new Set(field.cells.flat(2));
  return { summary, results: resolved.results.filter((result) => used.has(result)) };
}

const cellsOfRow = <T>({ field }: Analysis, cells: readonly T[], row: number): readonly T[] =>
  cells.slice(row * field.workloads.length, (row + 1) * field.workloads.length);

const workloadsOf = ({ field, times }: Analysis): WorkloadSummary[] =>
  field.workloads.map(({ name, base, metric, target }, column) => {
    const seconds = fastest(times, field.workloads.length, column);
    return {
      name,
      base: field.workloads[base]!.name,
      role: column < field.bases ? 'base' : 'variant',
      metric,
      target,
      best: seconds === Infinity ? { kind: 'absent' } : { kind: 'reached', seconds },
    };
  });

function submissionsOf(
  analysis: Analysis,
  standing: Standing,
  cells: readonly CellSummary[],
  reference: ReferenceTimes,
): SubmissionSummary[] {
  const { field, rule, times, scores } = analysis;
  const ungated = scoresOf(times, field, { ...rule, gates: false });
  const confirmed = scoresFrom(analysis, analysis.otherwise.confirmed);
  const interpolated = scoresFrom(analysis, analysis.otherwise.interpolated);
  const bySteps = scoresBySteps(analysis);
  const stepPlaces = placesOf(bySteps);
  const bases = field.submissions.map((_, row) =>
    cellsOfRow(analysis, cells, row).slice(0, field.bases),
  );
  const work = bases.map((own) => own.map((cell) => cell.work));
  return standing.order.map((row): SubmissionSummary => {
    const interval = standing.intervals[row];
    return {
      name: field.submissions[row]!,
      ruleset: rulesetOf(analysis, row),
      place: standing.places[row]!,
      score: scores[row]!,
      ...(interval === undefined ? {} : { interval }),
      tieGroup: standing.tieGroups[row]!,
      bestProbability: standing.bestProbability[row]!,
      ...trialsOf(analysis, row),
      fixedReferenceScore: fixedReferenceScore(analysis, reference, row),
      speedup: speedupToReference(analysis, reference, row),
      workRatio: workRatio(work[row]!, work),
      bySteps: { place: stepPlaces[row]!, score: bySteps[row]! },
      priceRatio: priceRatio(bases[row]!.map((cell) => cell.price)),
      ungatedScore: ungated[row]!,
      crossingScores: {
        first: scores[row]!,
        confirmed: confirmed[row]!,
        interpolated: interpolated[row]!,
      },
    };
  });
}

/** All trials of a submission are under one ruleset: results hold no other (see `select`). */
const rulesetOf = (analysis: Analysis, row: number): Ruleset =>
  cellsOfRow(analysis, analysis.field.cells, row).flat(2)[0]!.plan.ruleset;

/** Counts and cost of a submission's trials on the scored workloads. */
function trialsOf(analysis: Analysis, row: number) {
  const { field } = analysis;
  const byColumn = cellsOfRow(analysis, field.cells, row).map((studies) => studies.flat());
  const trials = byColumn.flat();
  const reached = new Set(
    byColumn.flatMap((own, column) => own.filter(reachedBy(field.workloads[column]!))),
  );
  return {
    trials: trials.length,
    reachedTrials: reached.size,
    stoppedTrials: trials.filter(({ outcome }) => outcome.status === 'stopped').length,
    hitRate: reached.size / trials.length,
    cost: costOf(trials, (trial) => reached.has(trial)),
  };
}
