/**
 * Everything a leaderboard shows, as plain JSON-able data: the page and `ttr score --json` are two views of it.
 * Finite numbers only; what can be absent is a union. Lists are sorted, so equal results give equal bytes.
 */
import type { Goal } from '#spec';
import type { EngineName, Machine } from '../record/machine.ts';
import type { Ruleset } from '../record/rulesets.ts';
import type { Cost } from './cost.ts';
import type { Known } from './known.ts';
import type { Price, PriceRatio } from './price.ts';
import type { TableRuleset } from './rulesets.ts';
import type { Sensitivity } from './sensitivity-points.ts';
import type { WorkToTarget } from './work.ts';

/** Raised whenever a field changes its meaning or shape. */
export const summaryVersion = 3;

/** `closed-form`: exact integral of the profile. `algoperf`: the official scorer to the digit, 100-point grid and all. */
export const rules = ['closed-form', 'algoperf'] as const;
export type Rules = (typeof rules)[number];

/** A central 95 % bootstrap interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A time to target in billed seconds, or those in which it was surely not reached, or no result at all. */
export type Time =
  | { readonly kind: 'reached'; readonly seconds: number }
  | { readonly kind: 'censored'; readonly seconds: number }
  | { readonly kind: 'absent' };

/** One scored workload: a base workload, or a variant that gates its base. */
export interface WorkloadSummary {
  readonly name: string;
  readonly base: string;
  readonly role: 'base' | 'variant';
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly target: number;
  /** Least median time of all submissions; what the cells' ratios are taken to. */
  readonly best: Time;
}

/** The trial that gave a study its time, or the studies' longest wait. */
export interface StudySummary {
  readonly study: number;
  readonly time: Time;
  /** Trial whose time counts; absent where none reached the target. */
  readonly trial?: number;
  readonly trials: number;
  readonly reachedTrials: number;
}

/** The same crossing under three definitions, each a median over studies of the fastest trial. */
export interface Crossings {
  /** First evaluation at or beyond the target: what the score uses. */
  readonly first: Time;
  /** First of two such evaluations in a row; a trial that ends at its first hit counts as confirmed. */
  readonly confirmed: Time;
  /** First hit, moved back by linear interpolation from the evaluation before it. */
  readonly interpolated: Time;
  /** Hits that were followed by another evaluation, and how many of those fell short of the target again. */
  readonly followed: number;
  readonly dipped: number;
}

/** One submission on one workload. */
export interface CellSummary {
  readonly submission: string;
  readonly workload: string;
  readonly studies: readonly StudySummary[];
  /** Median over the studies that have results. */
  readonly median: Time;
  /** Median over the fastest submission's median, before gates; unknown where the target was not reached. */
  readonly ratio: Known;
  /** Share of the score this workload may give that it gives, in [0, 1]; after gates. Variants give none themselves. */
  readonly credit: number;
  /** Held-out variants that took this base workload's credit: missed, missing, or beyond rMax times the fastest. */
  readonly gatedBy: readonly string[];
  readonly hitRate: number;
  readonly work: WorkToTarget;
  readonly price: Price;
  readonly crossings: Crossings;
}

/** One line of the leaderboard. */
export interface SubmissionSummary {
  readonly name: string;
  readonly ruleset: Ruleset;
  /** 1 is best; equal scores share a place. */
  readonly place: number;
  readonly score: number;
  /** Absent where no cell has two studies to resample. */
  readonly interval?: { readonly score: Interval; readonly place: Interval };
  /** 1 for the leading group; members cannot be told apart from its first, all pairs of the board at once held to 5 %. */
  readonly tieGroup: number;
  /**
   * Share of resamples in which it has the best score, shared firsts in equal parts; against no rival surer than the exact
   * test is of the two, so it does not exceed what so few studies can show.
   */
  readonly bestProbability: number;
  /** Trials run over all workloads, those that reached the target, and those ended early (censored: no verdict). */
  readonly trials: number;
  readonly reachedTrials: number;
  readonly stoppedTrials: number;
  /** Reached over run: a lower bound where trials were ended early. */
  readonly hitRate: number;
  /** Score against times that no other submission can move; see `Summary.reference`. */
  readonly fixedReferenceScore: Known;
  /** Geometric mean of reference time over own time on the `workloads` both reached; above 1 is faster. */
  readonly speedup: Known & { readonly workloads: number; readonly interval?: Interval };
  /** Geometric mean over reached workloads of work to target over the least work of all; 1 is least. */
  readonly workRatio: Known;
  /** Score with the variants' gates off. */
  readonly ungatedScore: number;
  /** Scores by the three definitions of a crossing. */
  readonly crossingScores: {
    readonly first: number;
    readonly confirmed: number;
    readonly interpolated: number;
  };
  readonly cost: Cost;
  /** Place and score by steps to target in place of seconds. */
  readonly bySteps: { readonly place: number; readonly score: number };
  readonly priceRatio: PriceRatio;
}

/** Performance profile: share of workloads within `ratio` of the fastest; right-continuous steps, exact. */
export interface Profile {
  readonly submission: string;
  /** First step at ratio 1, last at rMax. */
  readonly steps: readonly { readonly ratio: number; readonly share: number }[];
  /** Pointwise 95 % bootstrap band on an even grid of ratios; empty where nothing can be resampled. */
  readonly band: readonly { readonly ratio: number; readonly low: number; readonly high: number }[];
}

/** `first` against `second`: independent of all third parties. */
export interface Pair {
  readonly first: string;
  readonly second: string;
  /** Geometric mean of second's time over first's on workloads both reached; above 1: first is faster. */
  readonly speedup: Known;
  readonly interval?: Interval;
  /** Share of resamples in which first is ahead, ties count half; never surer than the exact test. */
  readonly probabilityFaster: Known;
  /** Base workloads on which first is faster, neither is (both missed, or equal times), second is faster. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Exact two-sided test that the studies of both come from one distribution; `leastP`: the least p so many can give. */
  readonly exact:
    | { readonly kind: 'known'; readonly p: number; readonly leastP: number }
    | { readonly kind: 'unknown'; readonly why: string };
  /**
   * `too-few-runs`: whatever had been measured, the exact test could not have decided. `undecided`: it did not, or the
   * bootstrap disagrees, or the speed-up lies within the noise floor.
   */
  readonly verdict: 'faster' | 'slower' | 'undecided' | 'too-few-runs';
}

/** Two submissions whose order hangs on a third. */
export interface Decision {
  readonly ahead: string;
  readonly behind: string;
  /** Their places while all are in. */
  readonly places: readonly [number, number];
  /**
   * Workloads through which, the greatest effect first: those that turn the order each by itself (`alone`), or those
   * that do so together.
   */
  readonly through: readonly string[];
  readonly alone: boolean;
}

/** The scores of the others once one submission is left out. */
export interface LeaveOneOut {
  readonly without: string;
  readonly scores: readonly {
    readonly name: string;
    readonly score: number;
    readonly change: number;
  }[];
  /** Pairs of others whose order turns. */
  readonly decides: readonly Decision[];
}

/** Something the reader must know: what was left out, replaced or could not be read. */
export interface Note {
  readonly kind:
    | 'ruleset'
    | 'problem'
    | 'superseded'
    | 'retried'
    | 'missing'
    | 'gate'
    | 'decides'
    | 'disturbed'
    | 'slowed'
    | 'clock'
    | 'hangs'
    | 'stopped'
    | 'resumed'
    | 'unlike';
  readonly text: string;
}

/** Where the times come from; a score never mixes two machines, engines or log folders. */
export type Source =
  | { readonly kind: 'measured'; readonly engine: EngineName; readonly machine: Machine }
  | { readonly kind: 'imported'; readonly from: string };

/** Whether the numbers of studies could part any two submissions of the board; else how many each would need. */
export type Runs =
  { readonly kind: 'enough' } | { readonly kind: 'too-few'; readonly studiesNeeded: number };

/** What the fixed-reference score and the speed-ups are taken to. */
export type Reference =
  | { readonly kind: 'submission'; readonly name: string }
  /** Step hint x calibrated reference step time, in the plan of every measured trial. */
  | { readonly kind: 'step-hint' }
  | { readonly kind: 'none'; readonly why: string };

export interface Summary {
  readonly version: typeof summaryVersion;
  readonly rules: Rules;
  readonly ruleset: TableRuleset;
  readonly rMax: number;
  readonly source: Source;
  readonly reference: Reference;
  readonly bootstrap: { readonly resamples: number; readonly seed: number };
  readonly runs: Runs;
  /** Speed-ups between 1/ratio and ratio are undecided; measured by `ttr aa` on this machine. */
  readonly noiseFloor: Known;
  readonly workloads: readonly WorkloadSummary[];
  /** By place, then name. */
  readonly submissions: readonly SubmissionSummary[];
  /** Submissions in that order, workloads in theirs. */
  readonly cells: readonly CellSummary[];
  readonly profiles: readonly Profile[];
  readonly pairs: readonly Pair[];
  readonly leaveOneOut: readonly LeaveOneOut[];
  readonly sensitivity: Sensitivity;
  readonly notes: readonly Note[];
}
