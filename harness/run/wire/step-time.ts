/** What the calibrator is asked and what it answers. */
import type { EngineName } from '../../record/machine.ts';

export interface CalibrationJob {
  readonly engine: EngineName;
  readonly threads: number;
  readonly trainFile: string;
  readonly variant?: string;
}

/** Seconds of one reference step: median, least, upper quartile, and number of samples. */
export interface StepTime {
  readonly median: number;
  readonly min: number;
  readonly p75: number;
  readonly samples: number;
}
