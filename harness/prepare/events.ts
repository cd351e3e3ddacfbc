/** What preparing tells while it works; a command turns it into words. */
import type { DataProgress } from '../data/prepare.ts';
import type { StepTime } from '../run/wire/step-time.ts';

export type PrepareEvent =
  | { readonly kind: 'data'; readonly name: string; readonly progress: DataProgress }
  | { readonly kind: 'calibrating'; readonly workload: string }
  | { readonly kind: 'calibrated'; readonly workload: string; readonly time: StepTime };

export type Report = (event: PrepareEvent) => void;
