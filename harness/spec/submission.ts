/** A submission: a training algorithm and its tuning. */
import type { Scalar } from '@tensorflow/tfjs';
import type { Batch } from './data.ts';
import type { Params, Role, State } from './params.ts';
import type { Point, Space } from './space.ts';
import type { Goal, Losses, LossType } from './workload.ts';

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
  /** Value of the metric at which the clock stops; undefined where targets are being set. */
  readonly target: number | undefined;
  readonly stepHint: number;
  /** Reference batch size and number of training examples. */
  readonly batchSize: number;
  readonly trainingExamples: number;
  /**
   * Seconds of submission time after which the trial is over; undefined where its number of evaluations ends it. It is
   * measured, so reading it makes the trial depend on the machine, and the result says so.
   */
  readonly budgetSeconds: number | undefined;
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
  readonly grad: (params: Params, batch?: Batch) => { loss: Scalar; grads: Params };
  /** Mean loss without gradients. */
  readonly loss: (params: Params, batch?: Batch) => Scalar;
  /** Losses one by one, without gradients; for data selection. */
  readonly losses: (params: Params, batch?: Batch) => Losses;
  /**
   * Billed seconds so far and left; what is left is undefined where the number of evaluations ends the trial. Exact at every
   * evaluation, where the referee tells them; wall time is added since, so beside busy neighbours they run ahead until the next one. Reading them
   * makes the trial depend on the machine; the result says so.
   */
  readonly time: { readonly elapsed: number; readonly remaining: number | undefined };
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
