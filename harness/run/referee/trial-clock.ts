/** Which bucket the time of each phase of a trial falls into. The only place that moves the clock. */
import type { Ledger } from '../../record/result.ts';
import { Clock, type Bucket } from './clock.ts';

/** What goes on in a trial, as the referee sees it. */
export type Phase =
  /** The trainer opens engine, data and model. */
  | 'loading'
  /** Submitted code may run. */
  | 'training'
  /** Parameters travel, or the word to go on. */
  | 'handingOver'
  /** The trainer stands still while its parameters are judged. */
  | 'judging'
  /** Something is judged for the record that does not decide how the trial goes on. */
  | 'noting'
  /** The trainer has said its last word. */
  | 'ended';

const bucketOf: Readonly<Record<Phase, Bucket>> = {
  loading: 'setup',
  training: 'submission',
  handingOver: 'transfer',
  judging: 'evaluation',
  noting: 'logging',
  ended: 'logging',
};

/** Seconds that handing over parameters may take off the clock; what goes beyond is billed. */
const allowance = (bytes: number): number => 0.25 + bytes / 50e6;

export class TrialClock {
  readonly #clock: Clock;
  #phase: Phase = 'loading';
  /** Reading of the transfer bucket when the present transfer began. */
  #transferBegan = 0;

  /** `now` returns monotonic seconds. */
  constructor(now?: () => number) {
    this.#clock = new Clock(now);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Seconds billed so far. */
  get billed(): number {
    return this.#clock.in('submission');
  }

  /** Seconds of loading so far. */
  get loading(): number {
    return this.#clock.in('setup');
  }

  enter(phase: Phase): void {
    this.#phase = phase;
    this.#clock.enter(bucketOf[phase]);
    if (phase === 'handingOver') this.#transferBegan = this.#clock.in('transfer');
  }

  /** All parameters have come, so many bytes: judging begins, and what the transfer took too long is billed. */
  received(bytes: number): void {
    const late = this.#clock.in('transfer') - this.#transferBegan - allowance(bytes);
    this.enter('judging');
    if (late > 0) this.#clock.rebook('transfer', 'submission', late);
  }

  close(): Ledger {
    return this.#clock.close();
  }
}
