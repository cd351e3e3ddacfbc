/** Which results of other machines can be adopted here, and why the others cannot. */
import { difference } from '../record/facts-text.ts';
import type { Machine } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import type { Kept } from '../results/kept.ts';
import type { Priced } from '../score/adopt/kinds.ts';

/** A result to adopt, and its path. */
export interface Candidate {
  readonly result: Priced;
  readonly path: string;
}

/** Whose results, on what: nothing left out stands for all. */
export interface Wanted {
  readonly workloads?: readonly string[] | undefined;
  readonly submissions?: readonly string[] | undefined;
}

const isWanted = ({ plan }: TrialResult, { workloads, submissions }: Wanted): boolean =>
  (workloads === undefined || workloads.includes(plan.workload)) &&
  (submissions === undefined || submissions.includes(plan.submission));

/** Why a result cannot be adopted by this machine, in words that many share; undefined where it can. */
function whyNot({ origin, evaluations }: TrialResult, machine: Machine): string | undefined {
  switch (origin.kind) {
    case 'measured':
      break;
    case 'adopted':
      return 'adopted already: adopt what was measured';
    case 'lost':
      return 'lost: nothing was measured';
    case 'imported':
      return 'imported: there is no code to replay';
  }
  if (evaluations.length === 0) return 'without an evaluation to compare with';
  if (origin.machine.fingerprint === machine.fingerprint)
    return 'of this machine: they need no adoption';
  const numerics = difference(origin.machine.numerics, machine.numerics);
  if (numerics !== undefined) return `of other numerics (${numerics}): their courses differ`;
  return undefined;
}

/** Splits results into those that can be adopted, and lines on the rest ("3 results are of this machine: ..."). */
export function candidatesOf(
  kept: readonly Kept[],
  machine: Machine,
  wanted: Wanted,
): { readonly candidates: readonly Candidate[]; readonly notes: readonly string[] } {
  const candidates: Candidate[] = [];
  const counts = new Map<string, number>();
  for (const { result, path } of kept) {
    if (!isWanted(result, wanted)) continue;
    const why = whyNot(result, machine);
    if (why === undefined) candidates.push({ result: result as Priced, path });
    else counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const notes = [...counts].map(
    ([why, count]) => `${count} ${count === 1 ? 'result is' : 'results are'} ${why}.`,
  );
  return { candidates, notes };
}
