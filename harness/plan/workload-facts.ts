/** What a workload says of itself in plain data: all of it but the code of its model and of its data's conversion. */
import type { DataRecipe, Workload } from '#spec';

/** A recipe without its code: where the data come from. */
export type DataSource = Pick<DataRecipe, 'name' | 'revision' | 'packages'>;

export interface WorkloadFacts extends Pick<
  Workload,
  | 'title'
  | 'reference'
  | 'metric'
  | 'loss'
  | 'batchSize'
  | 'evaluation'
  | 'regularization'
  | 'options'
  | 'variants'
  | 'targets'
> {
  readonly data: DataSource;
}

/** The facts of a workload. */
export const factsOf = (workload: Workload): WorkloadFacts => {
  const { title, reference, metric, loss, batchSize, evaluation, regularization } = workload;
  const { options, variants, targets } = workload;
  const { name, revision, packages } = workload.data;
  return {
    title,
    reference,
    metric,
    loss,
    batchSize,
    evaluation,
    ...(regularization === undefined ? {} : { regularization }),
    options,
    variants,
    targets,
    data: { name, revision, packages },
  };
};
