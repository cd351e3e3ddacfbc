/** Progress of trials that run: a line for each, and the time that is left. */
import type { Evaluation, TrialResult } from '../record/result.ts';
import type { TrialPlan } from '../record/plan.ts';
import type { ReadyTrial, RunEvent } from '../run/queue.ts';
import type { Terminal } from './terminal.ts';

/** How far it is; seconds are unknown while nothing tells how long a trial takes. */
export interface Counts {
  readonly ended: number;
  readonly left: number;
  readonly seconds: number | undefined;
}

/** What progress is told in. */
export interface Wording {
  nameOf(plan: TrialPlan): string;
  counts(counts: Counts): string;
  evaluated(evaluation: Evaluation, plan: TrialPlan): string;
  /** A line worth keeping. */
  ended(name: string, result: TrialResult, counts: Counts): string;
}

/** Trials of one workload: how many are left, running ones included, and what they take. */
interface Expected {
  left: number;
  readonly forecast: number | undefined;
  readonly took: number[];
}

const meanOf = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Follows a run's events and puts them in words. */
export class Progress {
  readonly #slots: number;
  readonly #wording: Wording;
  /** Seconds that only grow. */
  readonly #clock: () => number;
  readonly #expected = new Map<string, Expected>();
  readonly #running = new Map<ReadyTrial, { readonly since: number; text: string }>();
  #ended = 0;

  constructor(
    slots: number,
    wording: Wording,
    clock: () => number = () => performance.now() / 1000,
  ) {
    this.#slots = slots;
    this.#wording = wording;
    this.#clock = clock;
  }

  /** So many trials of this workload are left; one takes so many seconds by forecast, until some have told. */
  expect(workload: string, left: number, forecast?: number): void {
    const took = this.#expected.get(workload)?.took ?? [];
    this.#expected.set(workload, { left, forecast, took });
  }

  /** Takes an event in; returns a line worth keeping, if there is one. */
  note(event: RunEvent, name = this.#wording.nameOf(event.trial.plan)): string | undefined {
    const { trial } = event;
    const { plan } = trial;
    if (event.kind === 'started') {
      this.#running.set(trial, { since: this.#clock(), text: `${name}: loading` });
      return undefined;
    }
    if (event.kind === 'otherMachine')
      return `${name}: planned for machine ${event.planned}, it runs on ${event.found}`;
    const running = this.#running.get(trial);
    if (running === undefined) return undefined;
    if (event.kind === 'evaluated') {
      running.text = `${name}: ${this.#wording.evaluated(event.evaluation, plan)}`;
      return undefined;
    }
    this.#running.delete(trial);
    this.#ended += 1;
    const expected = this.#expected.get(plan.workload);
    if (expected !== undefined) {
      expected.left -= 1;
      expected.took.push(this.#clock() - running.since);
    }
    return this.#wording.ended(name, event.result, this.#counts());
  }

  /** What is running, and the time left. */
  status(): string {
    const lines = [...this.#running.values()].map(({ text }) => `  ${text}`);
    return [this.#wording.counts(this.#counts()), ...lines].join('\n');
  }

  /** By what trials of the same workload took, or else by forecast, or else by what all others took. */
  #counts(): Counts {
    const all = [...this.#expected.values()];
    const left = all.reduce((sum, one) => sum + one.left, 0);
    const others = meanOf(all.flatMap(({ took }) => took));
    const each = ({ took, forecast }: Expected) => meanOf(took) ?? forecast ?? others;
    let seconds = 0;
    for (const one of all) {
      const whole = each(one);
      if (whole === undefined) return { ended: this.#ended, left, seconds: undefined };
      seconds += one.left * whole;
    }
    for (const [{ plan }, { since }] of this.#running) {
      const expected = this.#expected.get(plan.workload);
      const whole = expected === undefined ? 0 : (each(expected) ?? 0);
      // One that takes longer than expected has a second left, and takes nothing from the others.
      seconds -= Math.min(this.#clock() - since, Math.max(0, whole - 1));
    }
    return { ended: this.#ended, left, seconds: seconds / this.#slots };
  }
}

/** Shows the progress each second while the work goes on. */
export async function whileShown<T>(
  terminal: Terminal,
  progress: Progress,
  work: () => Promise<T>,
): Promise<T> {
  const tick = setInterval(() => {
    terminal.status(progress.status());
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(tick);
    terminal.status('');
  }
}
