import type { EngineName } from '../record/machine.ts';
import type { Problem } from '../record/problem.ts';
import type { ClockName } from './clock-names.ts';
import type { TableRuleset } from './rulesets.ts';
import type { TrialBy } from './study.ts';
import type { Note, Rules } from './summary.ts';

/** What to score and how; everything has a default. */
export interface SummaryOptions {
  readonly rules?: Rules;
  /** Which trial stands for its study: the fastest, or the one with the earliest evaluation; by `rules`. */
  readonly trialBy?: TrialBy;
  /** Ratio to the fastest from which a workload gives nothing; 4. */
  readonly rMax?: number;
  /** Base workloads that a full score is made of; those in the results. One without results is an error. */
  readonly expected?: readonly string[];
  /** Subset of base workloads to score instead. */
  readonly workloads?: readonly string[];
  /** Variants whose miss takes away their base's credit; all variants in the results. */
  readonly heldOut?: readonly string[];
  /** Submission whose times are the fixed reference; step hints where results are measured. */
  readonly reference?: string;
  /** Chooses among results of several machines, engines or rulesets. */
  readonly fingerprint?: string;
  readonly engine?: EngineName;
  /** `both`: external and self-tuning in one table; chosen by itself where nobody had a second trial to tune with. */
  readonly ruleset?: TableRuleset;
  /** From `ttr aa`: speed-ups below this ratio (above 1) are undecided. */
  readonly noiseFloor?: number;
  /** The clock whose seconds the results are in (see clock.ts), for the notes. */
  readonly clock?: ClockName;
  /** What whoever asks knows beside the results. */
  readonly notes?: readonly Note[];
  /** Files that could not be read, for the notes. */
  readonly problems?: readonly Problem[];
  /** Bootstrap resamples and their seed; 10,000 and 0. */
  readonly resamples?: number;
  readonly seed?: number;
}
