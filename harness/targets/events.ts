/** What setting targets tells while it works; a command turns it into words. */
import type { RunEvent } from '../run/queue.ts';
import type { Derivation, Stage } from './derivation.ts';

export type TargetsEvent =
  /** So many runs of this workload are left, as far as is known. */
  | { readonly kind: 'expected'; readonly workload: string; readonly runs: number }
  | {
      readonly kind: 'kept';
      readonly workload: string;
      readonly stage: Stage;
      readonly kept: number;
      readonly wanted: number;
    }
  | { readonly kind: 'run'; readonly name: string; readonly event: RunEvent }
  | { readonly kind: 'set'; readonly derivation: Derivation; readonly file: string }
  | { readonly kind: 'failed'; readonly workload: string; readonly reason: string };

/** One invocation of the command. */
export interface TargetsSession {
  /** The command line, as it goes into the runs' results. */
  readonly command: string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly hear: (event: TargetsEvent) => void;
}
