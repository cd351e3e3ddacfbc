/** The record of one trial: what was planned, on what it ran, what came out. One JSON file each; finite numbers only. */
import type { About } from './about.ts';
import type { EngineName, Machine } from './machine.ts';
import type { Hashes, TrialPlan } from './plan.ts';

/** Raised whenever the meaning or shape of a stored field changes; files of other versions are refused by name. */
export const schemaVersion = 3;

/** How disturbed the trial was: differences between its end and its start. */
export interface Noise {
  readonly involuntarySwitchesPerSecond: number;
  /** Share of the trial's time in which other processes had its CPU, in [0, 1]; absent where the system does not tell, and in older results. */
  readonly othersShare?: number;
  /** Share of the trial's CPU time that the hypervisor gave to others, in [0, 1]. */
  readonly stealShare: number;
  readonly loadBefore: number;
  readonly loadAfter: number;
  /** Lowest over highest CPU frequency seen, in (0, 1]; absent where the system does not tell. */
  readonly frequencyRatio?: number;
  /** Why the trial counts as disturbed, in words; empty when it does not. */
  readonly disturbed: readonly string[];
}

/** Where the wall time went, in seconds; the buckets add up to `wall` within 1 %. */
export interface Ledger {
  readonly wall: number;
  readonly setup: number;
  /** The submission's process could run, and nothing kept it from its CPU: what is billed. */
  readonly clear: number;
  /** It could run, and waited for its CPU behind other processes. */
  readonly waited: number;
  /** It could run, and its control group had used up its quota. */
  readonly throttled: number;
  /** It could run, and a hypervisor gave its CPU to others. */
  readonly stolen: number;
  readonly evaluation: number;
  readonly checkpoint: number;
  readonly logging: number;
}

/** Under which conditions a trial ran, as far as its referee could bring them about. */
export interface Conditions {
  readonly pinned: boolean;
  /** Had its trainer no network? */
  readonly offline: boolean;
  /** Was its trainer stopped while it was judged? Where it cannot be, judging is billed. */
  readonly stops: boolean;
  /** Does the system tell what others had of its CPU? Where it does not, clear time is wall time. */
  readonly clear: boolean;
  /** CPUs' worth of time that its control group may use; absent where nothing limits it. */
  readonly quota?: number;
}

/** Work counted by the harness. */
export interface Work {
  readonly steps: number;
  readonly gradientEvaluations: number;
  readonly lossEvaluations: number;
  /** Examples that went through a gradient or loss evaluation. */
  readonly examples: number;
}

/** One evaluation on the validation split. `metrics` holds the metric, `loss`, and others. */
export interface Evaluation {
  readonly step: number;
  /** Billed until then: clear seconds. */
  readonly seconds: number;
  /** Wall seconds in which the submission's process could run; absent where only one of the two is known. */
  readonly wallSeconds?: number;
  /** CPU seconds that judging took the referee: the same work at each evaluation, so a measure of how fast its CPU was just then. */
  readonly yardstickSeconds?: number;
  readonly examples: number;
  readonly gradientEvaluations: number;
  /** The workload's metric on the validation split. */
  readonly validation: number;
  /** Mean training loss of the steps since the evaluation before; absent before the first step. */
  readonly trainingLoss?: number;
  /** The metric on the test split; only where targets are set, and there at each best so far. */
  readonly test?: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** How a trial ended. */
export type Outcome =
  /** Validation target reached at evaluation `evaluation` (counted from 0). */
  | {
      readonly status: 'reached';
      readonly seconds: number;
      readonly step: number;
      readonly evaluation: number;
      /** Absent where the test split was not evaluated. */
      readonly test?: { readonly value: number; readonly reached: boolean };
    }
  /** The planned end without a target reached: the budget spent, or all evaluations made. */
  | { readonly status: 'missed'; readonly seconds: number; readonly step: number }
  /** Ended early because it could no longer change its study's or workload's time (censored at `seconds`). */
  | {
      readonly status: 'stopped';
      readonly seconds: number;
      readonly step: number;
      readonly reason: string;
    }
  /** Loss or parameters no longer finite. */
  | { readonly status: 'diverged'; readonly seconds: number; readonly step: number }
  | {
      readonly status: 'crashed';
      readonly seconds: number;
      readonly reason: string;
      readonly stderr: string;
    }
  | { readonly status: 'killed'; readonly seconds: number; readonly by: string };

/** What ran where. */
export interface Ran {
  readonly engine: EngineName;
  readonly machine: Machine;
  readonly about: About;
  readonly hashes: Hashes;
  /** Revision of the training loop. */
  readonly loopRevision: number;
  /** CPUs or GPU the trial was pinned to, in words; e.g. `cpu 1`. */
  readonly slot: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** `ttr` command line that made it. */
  readonly command: string;
}

/** A trial that ran to its end before the referee's eyes. */
export interface Measured extends Ran {
  readonly kind: 'measured';
  readonly ledger: Ledger;
  readonly conditions: Conditions;
  readonly noise: Noise;
  /** True when the submission read the clock: a replay may then differ. */
  readonly readsClock: boolean;
  /** Peak resident memory of the trainer, bytes. */
  readonly peakBytes: number;
}

/** A trial whose referee ended before it could write: nothing was measured but the seconds until then. */
export interface Lost extends Ran {
  readonly kind: 'lost';
}

/** What ran an imported trial, as far as a file beside its log tells: each in its harness's own words. */
export interface RanElsewhere {
  /** Commit of the harness. */
  readonly harness?: string;
  /** Kernel and C library. */
  readonly kernel?: string;
  readonly cpu?: string;
  readonly gpu?: string;
  /** Of the GPUs. */
  readonly driver?: string;
}

/** The price of a course on this machine, in that of the machine where it was measured. */
export interface Adoption {
  /** Where and when the trial ran. `machine` of the result is the one that adopted it. */
  readonly from: Machine;
  /** Clear seconds here over those recorded there, with a 95 % interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /**
   * Replays that the ratio comes from, and evaluations of this trial that came out the same to the last bit: 0 where a trial like it was
   * replayed in its place, or the engine allows a price only.
   */
  readonly replays: number;
  readonly proved: number;
}

/** A trial that was measured elsewhere: its course is proved by a replay of its beginning here, its times are at this machine's price. */
export interface Adopted extends Ran {
  readonly kind: 'adopted';
  readonly adoption: Adoption;
  /** True when the submission read the clock: its course may then hang on it. */
  readonly readsClock: boolean;
}

/** Run here, measured elsewhere and priced here, or read from somebody else's logs. */
export type Origin =
  | Measured
  | Adopted
  | Lost
  | {
      readonly kind: 'imported';
      readonly from: string;
      /** Accumulated evaluation and logging seconds, where the logs tell. */
      readonly evaluationSeconds?: number;
      readonly loggingSeconds?: number;
      readonly ran?: RanElsewhere;
      /** Where it was preempted and went on from a checkpoint: how often, and rows of its log that were computed twice. */
      readonly resumed?: { readonly times: number; readonly droppedRows: number };
    };

export interface TrialResult {
  readonly schema: typeof schemaVersion;
  readonly plan: TrialPlan;
  readonly origin: Origin;
  readonly work: Work;
  readonly evaluations: readonly Evaluation[];
  readonly outcome: Outcome;
}
