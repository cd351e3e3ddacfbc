/** How scores move with the ratio from which a workload gives nothing, as a summary holds it. */

/** Scores (in the order of `Summary.submissions`) at one value of a rule that could have been chosen otherwise. */
export interface SensitivityPoint {
  readonly value: number;
  readonly scores: readonly number[];
  /** Kendall's tau-b between this order and the leaderboard's; absent below two distinct scores. */
  readonly tau?: number;
}

export interface Sensitivity {
  /** `value`: how far targets are loosened, as a share of the target; 0 is the leaderboard's. */
  readonly targets: readonly SensitivityPoint[];
  readonly rMax: readonly SensitivityPoint[];
}
