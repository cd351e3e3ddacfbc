/** Judges handed-over parameters on validation and test data. Pure but for the tensors it frees. */
import * as tf from '@tensorflow/tfjs';
import type { Dataset, Model, Params, Workload } from '#spec';
import { openSplit } from '../../data/split.ts';
import { modelOf, variantOf } from '../../plan/variant.ts';
import type { Job } from '../wire/job.ts';
import { unpackParams } from '../wire/params.ts';

/** Metrics by name; `finite` is false when one of them is NaN or infinite, and those are left out. */
export interface Judgement {
  readonly value: number;
  readonly finite: boolean;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface Judge {
  validation(params: Uint8Array): Judgement;
  test(params: Uint8Array): Judgement;
}

/** What of a job decides how it is judged. */
export interface Judged {
  readonly plan: Pick<Job['plan'], 'base' | 'workload' | 'metric'>;
  readonly splits: Job['splits'];
}

/** Opens the splits and builds the model of a job's workload. */
export function openJudge(workload: Workload, { plan, splits }: Judged): Judge {
  const model: Model = modelOf(workload, variantOf(plan.base, plan.workload));
  const train = openSplit(workload.data, splits.train);
  const on =
    (split: Dataset) =>
    (bytes: Uint8Array): Judgement => {
      const params: Params = unpackParams(bytes, model.parameters);
      const metrics = tf.tidy(() =>
        model.evaluate({ params, split, train, batchSize: workload.evaluation.batchSize }),
      );
      tf.dispose(params);
      const value = metrics[plan.metric.name];
      if (value === undefined) {
        throw new Error(
          `The workload's evaluation gave no "${plan.metric.name}"; it gave ${Object.keys(metrics).join(', ')}.`,
        );
      }
      const finite = Object.entries(metrics).filter(([, number]) => Number.isFinite(number));
      return {
        value,
        finite: finite.length === Object.keys(metrics).length,
        metrics: Object.fromEntries(finite),
      };
    };
  return {
    validation: on(openSplit(workload.data, splits.validation)),
    test: on(openSplit(workload.data, splits.test)),
  };
}
