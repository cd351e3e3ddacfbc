/** A workload: data, model, loss, metric and target. */
import type { Tensor1D } from '@tensorflow/tfjs';
import type { Batch, DataRecipe, Dataset } from './data.ts';
import type { ParameterSpec, Params } from './params.ts';

/** What the loss is computed with besides parameters and batch. */
export interface LossInput {
  readonly params: Params;
  readonly batch: Batch;
  /** Dropout probability in [0, 1). */
  readonly dropout: number;
  /** Label smoothing in [0, 1). */
  readonly labelSmoothing: number;
  /** Decides dropout masks and augmentation; the same seed gives the same loss. */
  readonly seed: number;
}

/** Losses one by one; the training loss is their mean, weighted where `weights` is given (0 leaves one out). */
export interface Losses {
  readonly values: Tensor1D;
  readonly weights?: Tensor1D;
}

export interface EvaluationInput {
  readonly params: Params;
  /** The split to judge on. */
  readonly split: Dataset;
  /** Training data, for what must be estimated from them (the population statistics of batch norm). */
  readonly train: Dataset;
  readonly batchSize: number;
}

/** A model with its loss and its metric, for one choice of options. */
export interface Model {
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Differentiable in `params`. Called inside a tidy. */
  losses(input: LossInput): Losses;
  /** Finite or NaN numbers by name, the workload's metric and `loss` among them; independent of `batchSize`. */
  evaluate(input: EvaluationInput): Record<string, number>;
}

export type Goal = 'minimize' | 'maximize';
export type LossType =
  'softmaxCrossEntropy' | 'sigmoidCrossEntropy' | 'meanAbsoluteError' | 'meanSquaredError' | 'ctc';

/** What a trial must reach, and how long it may take; kept in `targets.json` beside the workload. */
export interface Target {
  /** Metric on the validation split at which the clock stops. */
  readonly validation: number;
  /** Metric on the test split that a run reaching `validation` is expected to have. */
  readonly test: number;
  /** Reference steps in which a well tuned baseline gets there; budgets are multiples of it. */
  readonly stepHint: number;
}

/** A fixed training task; variants change the model's options only. */
export interface Workload<Options extends object = object> {
  readonly title: string;
  /** Papers or pages that define the task and the architecture. */
  readonly reference: string;
  readonly data: DataRecipe;
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly loss: LossType;
  /** Reference batch size; a submission may choose another. */
  readonly batchSize: number;
  /** Evaluate after every so many reference steps' worth of examples; examples per evaluation batch. */
  readonly evaluation: { readonly every: number; readonly batchSize: number };
  /** What the reference uses when a submission does not say. */
  readonly regularization?: { readonly dropout?: number; readonly labelSmoothing?: number };
  readonly options: Options;
  readonly variants: Readonly<Record<string, Partial<Options>>>;
  /** Changes of the options that leave out random augmentation, for comparisons with other implementations of the model. */
  readonly unaugmented?: Partial<Options>;
  /** Targets of the base workload (`base`) and of each variant. */
  readonly targets: Readonly<Record<string, Target>>;
  model(options: Options): Model;
}

/** Types a workload; the folder's name is its name. */
export const defineWorkload = <Options extends object>(
  workload: Workload<Options>,
): Workload<Options> => workload;
