/** How a target came about: every run that led to it, and what they ran on. One JSON file for each workload or variant. */
import type { Goal, Hyperparameters, SplitName, Target } from '#spec';
import type { EngineName, Facts } from '../record/machine.ts';

/** Raised whenever the meaning or shape of a stored field changes. */
export const derivationVersion = 1;

/** An algorithm at one point of its space. */
export interface Candidate {
  readonly algorithm: string;
  readonly hyperparameters: Hyperparameters;
}

/**
 * Step, billed seconds, metric on the validation split, and on the test split where it was judged: in the stage of
 * seeds, at each best so far.
 */
export type CurvePoint = readonly [
  step: number,
  seconds: number,
  validation: number,
  test?: number,
];

/** `search` looks for the best candidate, `seeds` repeats it. */
export type Stage = 'search' | 'seeds';

/** One run to the end of the step hint. */
export interface TargetRun extends Candidate {
  readonly stage: Stage;
  readonly seed: string;
  readonly ended: 'finished' | 'diverged';
  readonly startedAt: string;
  /** Fingerprint of the machine. */
  readonly machine: string;
  /** First 12 hex digits of the harness's hash, or of the engine's in runs since plans name what decides their bits. */
  readonly harness: string;
  /** Why its times count as disturbed; empty when they do not. Its metrics do not depend on that. */
  readonly disturbed: readonly string[];
  readonly steps: number;
  /** Billed seconds, and those of judging the validation split. */
  readonly seconds: number;
  readonly evaluationSeconds: number;
  readonly curve: readonly CurvePoint[];
}

/** What was asked for; decides which runs there are. */
export interface Procedure {
  /** Quasi-random points an algorithm. */
  readonly trials: number;
  /** Repetitions of the winner. */
  readonly seeds: number;
  readonly seed: string;
  /** The variant whose winner was a candidate too; `base` is the workload itself. */
  readonly from?: string;
}

/** What the table of workloads tells besides the target; kept here so that it needs no data. */
export interface TaskFacts {
  readonly parameters: number;
  readonly batchSize: number;
  /** Reference steps between two evaluations. */
  readonly evaluateEvery: number;
  readonly examples: Readonly<Record<SplitName, number>>;
  readonly bytesFetched: number;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
  }[];
}

export interface Derivation {
  readonly schema: typeof derivationVersion;
  readonly workload: string;
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly target: Target;
  readonly winner: Candidate;
  /** Repetitions of the winner that reach the target; at least half of them. */
  readonly hits: number;
  readonly procedure: Procedure;
  readonly task: TaskFacts;
  /** SHA-256 (hex) of the workload without its targets, of its data, and of each algorithm. */
  readonly hashes: {
    readonly task: string;
    readonly data: string;
    readonly algorithms: Readonly<Record<string, string>>;
  };
  readonly engine: EngineName;
  /** Facts of the machines by fingerprint. */
  readonly machines: Readonly<Record<string, Facts>>;
  /** In the order of stages and candidates. */
  readonly runs: readonly TargetRun[];
}
