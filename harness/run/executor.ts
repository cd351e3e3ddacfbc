/** Whatever can run trials: this machine, or a batch system that hands them to others. */
import type { RefereeEvent } from './wire/events.ts';
import type { Job } from './wire/job.ts';

/** How a trial's processes ended, as seen by whoever started them. */
export type TrialEnd =
  /** The referee kept its result, and says where. */
  | { readonly kind: 'result'; readonly path: string }
  /** It ended before it could: killed, or out of memory. `seconds` is the time from its start to its end. */
  | {
      readonly kind: 'lost';
      readonly why: string;
      readonly slot: string;
      readonly startedAt: string;
      readonly seconds: number;
    }
  /** It failed, by a bug of the harness or of the workload. */
  | { readonly kind: 'failed'; readonly why: string }
  /** It was ended on request, without a result. */
  | { readonly kind: 'interrupted' };

export interface Executor {
  /** Jobs that may run at once. */
  readonly slots: number;
  /** Runs a job to its end; `hear` is told what its referee says. Aborting `signal` ends it without a result. */
  run(job: Job, hear: (event: RefereeEvent) => void, signal: AbortSignal): Promise<TrialEnd>;
}
