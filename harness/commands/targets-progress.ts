/** Progress of setting targets: a line for each ended run, and the time left over all workloads. */
import { mean } from 'd3-array';
import type { RunEvent } from '../run/queue.ts';
import type { TrialResult } from '../record/result.ts';
import { runRecord } from '../targets/run-record.ts';
import { bestValidation } from '../targets/target-of-runs.ts';
import { duration } from './durations.ts';

/** How a run came out, in a few words. */
function endText(result: TrialResult): string {
  const { outcome, plan } = result;
  if (outcome.status === 'crashed') return `crashed: ${outcome.reason.split('\n')[0]!}`;
  if (outcome.status === 'killed') return `killed by ${outcome.by}`;
  if (outcome.status !== 'missed' && outcome.status !== 'diverged') return outcome.status;
  const best = bestValidation(runRecord('search', result), plan.metric.goal);
  const value = best === undefined ? 'no evaluation' : `best ${plan.metric.name} ${best}`;
  return outcome.status === 'diverged' ? `diverged, ${value}` : value;
}

/** Counts runs that are left and the seconds they take. */
export class TargetsProgress {
  readonly #slots: number;
  /** Runs left and the seconds that ended ones took, by workload. */
  readonly #left = new Map<string, { runs: number; readonly took: number[] }>();
  readonly #running = new Map<string, { readonly since: number; text: string }>();

  constructor(slots: number) {
    this.#slots = slots;
  }

  /** So many runs of this workload are left. */
  expect(workload: string, runs: number): void {
    this.#left.set(workload, { runs, took: this.#left.get(workload)?.took ?? [] });
  }

  /** Takes an event in; `name` says which run it is. Returns a line worth keeping, if there is one. */
  note(event: RunEvent, name: string): string | undefined {
    const { plan } = event.trial;
    if (event.kind === 'started') {
      this.#running.set(plan.id, { since: performance.now(), text: `${name}: loading` });
      return undefined;
    }
    const running = this.#running.get(plan.id)!;
    if (event.kind === 'evaluated') {
      const { validation, step } = event.evaluation;
      running.text = `${name}: ${plan.metric.name} ${validation.toPrecision(4)} at step ${step} of ${plan.stepHint}`;
      return undefined;
    }
    if (event.kind === 'otherMachine')
      return `${name}: planned for machine ${event.planned}, it runs on ${event.found}`;
    this.#running.delete(plan.id);
    const left = this.#left.get(plan.workload)!;
    left.runs -= 1;
    left.took.push((performance.now() - running.since) / 1000);
    return `${name}: ${endText(event.result)} (${this.#leftText()})`;
  }

  /** What is running, and the time left. */
  status(): string {
    const lines = [...this.#running.values()].map(({ text }) => `  ${text}`);
    return [this.#leftText(), ...lines].join('\n');
  }

  /** By what runs of the same workload took, or else by what others did. */
  #leftText(): string {
    const known = mean([...this.#left.values()].flatMap(({ took }) => took));
    let runs = 0;
    let seconds = 0;
    for (const one of this.#left.values()) {
      runs += one.runs;
      seconds += one.runs * (mean(one.took) ?? known ?? 0);
    }
    for (const { since } of this.#running.values()) seconds -= (performance.now() - since) / 1000;
    const time =
      known === undefined ? '' : `, about ${duration(Math.max(1, seconds / this.#slots))}`;
    return `${runs} runs left${time}`;
  }
}
