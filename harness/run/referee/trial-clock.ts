/** Which bucket the time of each phase of a trial falls into, and what of it is billed. The only place that moves the clock. */
import { divide, type CpuReading, type Division } from '../../machine/cpu-account.ts';
import type { Ledger } from '../../record/result.ts';
import { Clock, type Bucket } from './clock.ts';

/** What goes on in a trial, as the referee sees it. */
export type Phase =
  /** The trainer opens engine, data and model. No submitted byte has been evaluated. */
  | 'loading'
  /** The submission's process can run. */
  | 'training'
  /** The trainer stands still while its parameters are judged. */
  | 'judging'
  /** Something is judged for the record that does not decide how the trial goes on. */
  | 'noting'
  /** The trainer has said its last word. */
  | 'ended';

const bucketOf: Readonly<Record<Phase, Bucket>> = {
  loading: 'setup',
  training: 'submission',
  judging: 'evaluation',
  noting: 'logging',
  ended: 'logging',
};

const none: Division = { clear: 0, waited: 0, throttled: 0, stolen: 0 };

const sum = (a: Division, b: Division): Division => ({
  clear: a.clear + b.clear,
  waited: a.waited + b.waited,
  throttled: a.throttled + b.throttled,
  stolen: a.stolen + b.stolen,
});

export class TrialClock {
  readonly #clock: Clock;
  readonly #read: () => CpuReading | undefined;
  readonly #stops: boolean;
  readonly #now: () => number;
  #phase: Phase = 'loading';
  /** Reading of the clock when the phase began. */
  #since: number;
  /** Of the stretches that are over. */
  #divided = none;
  /** Where the running stretch began: its bucket's reading, and the CPU's counters. */
  #began: { readonly wall: number; readonly cpu: CpuReading | undefined } | undefined;

  /**
   * `read` reads the trainer's counters, `now` monotonic seconds. Where a trainer cannot be stopped (`stops` false), it may
   * compute while it is judged, so that is billed too.
   */
  constructor({
    read = () => undefined,
    stops = true,
    now = () => performance.now() / 1000,
  }: {
    readonly read?: () => CpuReading | undefined;
    readonly stops?: boolean;
    readonly now?: () => number;
  } = {}) {
    this.#read = read;
    this.#stops = stops;
    this.#now = now;
    this.#since = now();
    this.#clock = new Clock(now);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Clear seconds so far: what is billed. */
  get billed(): number {
    return sum(this.#divided, this.#stretch()).clear;
  }

  /** Seconds in which the submission's process could run, whoever had its CPU. */
  get wall(): number {
    return this.#clock.in('submission');
  }

  /** Seconds of the present phase so far. */
  get phaseSeconds(): number {
    return this.#now() - this.#since;
  }

  /** Seconds of loading so far. */
  get loading(): number {
    return this.#clock.in('setup');
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = this.#now();
    const bucket = this.#bucket(phase);
    if (bucket === 'submission' && this.#began === undefined) {
      const cpu = this.#read();
      this.#clock.enter(bucket);
      this.#began = { wall: this.wall, cpu };
      return;
    }
    this.#clock.enter(bucket);
    if (bucket === 'submission') return;
    this.#divided = sum(this.#divided, this.#stretch());
    this.#began = undefined;
  }

  close(): Ledger {
    this.#divided = sum(this.#divided, this.#stretch());
    this.#began = undefined;
    const { wall, setup, evaluation, checkpoint, logging } = this.#clock.close();
    return { wall, setup, ...this.#divided, evaluation, checkpoint, logging };
  }

  #bucket(phase: Phase): Bucket {
    const on = !this.#stops && (phase === 'judging' || phase === 'noting');
    return on ? 'submission' : bucketOf[phase];
  }

  /** The running stretch so far, divided. */
  #stretch(): Division {
    if (this.#began === undefined) return none;
    return divide(this.wall - this.#began.wall, this.#began.cpu, this.#read());
  }
}
