/** Several results of one cell (submission, workload, study, trial): which one counts, and what to say about the rest. */
import { ascending, group } from 'd3-array';
import type { TrialResult } from './result.ts';

export interface Resolved {
  /** One result a cell, in the order of submission, workload, study and trial. */
  readonly results: readonly TrialResult[];
  readonly notes: readonly { readonly kind: 'superseded' | 'retried'; readonly text: string }[];
}

/** The result that started last, if there is one. */
export const latest = (results: readonly TrialResult[]): TrialResult | undefined =>
  [...results].sort(byStart).at(-1);

/** The finished result that started last, if any finished. */
export const latestFinished = (results: readonly TrialResult[]): TrialResult | undefined =>
  results.filter(isFinished).sort(byStart).at(-1);

/**
 * Keeps one result a cell: the plan that started last supersedes other plans; within it the latest finished attempt
 * counts, or the latest failed one where none finished. Results of one score only (one machine, engine and ruleset).
 */
export function resolveResults(all: readonly TrialResult[]): Resolved {
  const results: TrialResult[] = [];
  const notes: Resolved['notes'][number][] = [];
  for (const rivals of group(all, cellOf).values()) {
    const ordered = distinct([...rivals].sort(byStart));
    const last = ordered.at(-1)!;
    const attempts = ordered.filter(({ plan }) => plan.id === last.plan.id);
    const chosen = latestFinished(attempts) ?? last;
    results.push(chosen);
    const older = ordered.length - attempts.length;
    if (older > 0) {
      const text = `${nameOf(last)}: plan ${last.plan.id} replaces ${older} result(s) of older plans.`;
      notes.push({ kind: 'superseded', text });
    }
    if (attempts.length > 1) {
      const ends = attempts.map(({ outcome }) => outcome.status).join(', ');
      const text = `${nameOf(last)}: ${attempts.length} attempts (${ends}); number ${attempts.indexOf(chosen) + 1} counts.`;
      notes.push({ kind: 'retried', text });
    }
  }
  return { results: results.sort(byCell), notes: notes.sort((a, b) => ascending(a.text, b.text)) };
}

const isFinished = ({ outcome }: TrialResult): boolean =>
  outcome.status !== 'crashed' && outcome.status !== 'killed';
const nameOf = ({ plan }: TrialResult): string =>
  `${plan.submission} on ${plan.workload}, study ${plan.study}, trial ${plan.trial}`;
const cellOf = ({ plan }: TrialResult): string =>
  JSON.stringify([plan.submission, plan.workload, plan.study, plan.trial]);

/** Code-unit order: the same in every locale. */
const byCell = ({ plan: a }: TrialResult, { plan: b }: TrialResult): number =>
  ascending(a.submission, b.submission) ||
  ascending(a.workload, b.workload) ||
  a.study - b.study ||
  a.trial - b.trial;

/** Imported results have no date; equal dates fall back on the record itself, so file order never matters. */
const byStart = (a: TrialResult, b: TrialResult): number =>
  ascending(startedAt(a), startedAt(b)) || ascending(JSON.stringify(a), JSON.stringify(b));
const startedAt = ({ origin }: TrialResult): number =>
  origin.kind !== 'imported' ? Date.parse(origin.startedAt) : 0;

/** A file that was read twice (overlapping folders) is one attempt. */
const distinct = (sorted: readonly TrialResult[]): TrialResult[] =>
  sorted.filter((result, i) => i === 0 || byStart(sorted[i - 1]!, result) !== 0);
