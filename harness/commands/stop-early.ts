/** `ttr run --stop-early`: what earlier results say about a trial that is about to start. */
import type { TrialResult } from '../record/result.ts';
import type { ReadyTrial } from '../run/queue.ts';
import type { Cap } from '../run/wire/job.ts';
import { finishedTrial, stopLimit } from '../score/stop-early.ts';

/** Caps by which no score changes: see harness/score/README.md. */
export const stopEarly =
  (all: readonly ReadyTrial[]) =>
  ({ plan }: ReadyTrial, results: readonly TrialResult[]): Cap | 'none' | 'skip' => {
    const isSame = (other: typeof plan): boolean =>
      other.submission === plan.submission && other.workload === plan.workload;
    const planned = all.filter((trial) => isSame(trial.plan));
    const studies = new Set(planned.map((trial) => trial.plan.study)).size;
    const finished = results.filter((result) => isSame(result.plan)).flatMap(finishedTrial);
    const limit = stopLimit({ studies, trials: planned.length / studies }, finished, plan);
    if (limit.kind !== 'limit') return limit.kind;
    const { seconds, evaluations, reason } = limit;
    return { seconds, evaluations, reason };
  };
