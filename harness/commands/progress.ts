/** Progress of a run: one line per running trial, and the time left. */
import type { ReadyTrial, RunEvent } from '../run/queue.ts';
import { budgetOf } from '../record/plan.ts';
import type { Outcome } from '../record/result.ts';
import { duration } from './durations.ts';

const nameOf = ({ plan }: ReadyTrial): string =>
  `${plan.submission} on ${plan.workload}, study ${plan.study} trial ${plan.trial}`;

/** An outcome in a few words. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.status) {
    case 'reached':
      return `reached the target in ${outcome.seconds.toFixed(1)} s (step ${outcome.step})`;
    case 'missed':
      return `missed the target in ${outcome.seconds.toFixed(1)} s (step ${outcome.step})`;
    case 'stopped':
      return `stopped after ${outcome.seconds.toFixed(1)} s: ${outcome.reason}`;
    case 'diverged':
      return `diverged (step ${outcome.step})`;
    case 'crashed':
      return `crashed: ${outcome.reason.split('\n')[0]!}`;
    case 'killed':
      return `killed by ${outcome.by}`;
  }
}

/** Follows a run's events and puts them in words. */
export class Progress {
  readonly #all: readonly ReadyTrial[];
  readonly #slots: number;
  readonly #running = new Map<ReadyTrial, { readonly since: number; said: string }>();
  readonly #ended = new Set<ReadyTrial>();

  constructor(trials: readonly ReadyTrial[], slots: number) {
    this.#all = trials;
    this.#slots = slots;
  }

  /** Takes an event in; returns a line worth keeping, if there is one. */
  note(event: RunEvent): string | undefined {
    const { trial } = event;
    if (event.kind === 'started') {
      this.#running.set(trial, { since: performance.now(), said: 'loading' });
      return undefined;
    }
    if (event.kind === 'evaluated') {
      const { validation, step, seconds } = event.evaluation;
      const { metric, target, until } = trial.plan;
      const running = this.#running.get(trial);
      if (running !== undefined) {
        const wanted =
          target !== undefined
            ? ` of ${target.validation}`
            : until.kind === 'evaluations'
              ? ` (of ${until.count} evaluations)`
              : '';
        running.said = `${metric.name} ${validation.toPrecision(4)}${wanted} at step ${step}, ${seconds.toFixed(1)} s`;
      }
      return undefined;
    }
    if (event.kind === 'otherMachine')
      return `${nameOf(trial)}: planned for machine ${event.planned}, it runs on ${event.found}`;
    this.#running.delete(trial);
    this.#ended.add(trial);
    return `${this.#ended.size}/${this.#all.length} ${nameOf(trial)}: ${outcomeText(event.result.outcome)}`;
  }

  /** What is running, and how long the rest will take by the budgets. */
  status(): string {
    const expected = ({ plan }: ReadyTrial): number =>
      plan.stepHint * (budgetOf(plan)?.stepSeconds ?? 0) * 1.25 + 3;
    let left = 0;
    for (const trial of this.#all) {
      if (this.#ended.has(trial)) continue;
      const since = this.#running.get(trial)?.since;
      const spent = since === undefined ? 0 : (performance.now() - since) / 1000;
      left += Math.max(expected(trial) - spent, 1);
    }
    const lines = [...this.#running].map(([trial, { said }]) => `  ${nameOf(trial)}: ${said}`);
    const head = `${this.#ended.size} of ${this.#all.length} trials done, about ${duration(left / this.#slots)} left`;
    return [head, ...lines].join('\n');
  }
}
