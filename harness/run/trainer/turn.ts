/** One call of a training algorithm: what it is given to work with, and the counting of the work it does with it. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type {
  Batch,
  Here,
  LossInput,
  Losses,
  Model,
  Params,
  PastEvaluation,
  TrainingData,
} from '#spec';
import type { Work } from '../../record/result.ts';
import { differentiate, meanLoss } from './differentiate.ts';
import { hide, reveal } from './hidden-names.ts';
import type { TrialState } from './state.ts';
import type { StepHere } from './take-step.ts';

/** What stays the same from call to call. */
export interface Surroundings {
  readonly model: Model;
  readonly data: TrainingData;
  readonly time: Here['time'];
  readonly regularization: Pick<LossInput, 'dropout' | 'labelSmoothing'>;
  /** See `examples.ts`. */
  readonly lossesPerExample: number;
}

/** What of a trial's state a call sees or changes. */
export type Before = Pick<
  TrialState,
  'params' | 'work' | 'gradientExamples' | 'seed' | 'evaluations'
>;

/** The work counters while they run. */
type Counters = { -readonly [K in keyof Work]: Work[K] };

/** Opened before a call of the algorithm, closed after it. */
export class Turn {
  readonly work: Counters;
  gradientExamples: number;
  readonly #around: Surroundings;
  readonly #params: Params;
  readonly #paths: readonly string[];
  readonly #seed: number;
  readonly #evaluations: readonly PastEvaluation[];
  #batch: Batch | undefined;
  /** The batch of the default order, kept through the tidies of the call that drew it. */
  #drawn: Batch | undefined;
  #firstLoss: Scalar | undefined;

  constructor(around: Surroundings, before: Before) {
    this.#around = around;
    this.#paths = Object.keys(around.model.parameters);
    this.#params = before.params;
    this.#seed = before.seed;
    this.#evaluations = before.evaluations;
    this.work = { ...before.work };
    this.gradientExamples = before.gradientExamples;
  }

  /** This call's batch, drawn when it is first asked for. */
  batch(): Batch {
    if (this.#batch === undefined) {
      this.#drawn = this.#around.data.next();
      Object.values(this.#drawn.tensors).forEach((tensor) => tf.keep(tensor));
      this.#batch = this.#drawn;
    }
    return this.#batch;
  }

  choose(batch: Batch): void {
    this.#batch = batch;
  }

  /** Loss of the call's first gradient evaluation; who takes it frees it. */
  takeLoss(): Scalar | undefined {
    const loss = this.#firstLoss;
    this.#firstLoss = undefined;
    return loss;
  }

  /** Frees what the call drew. */
  close(): void {
    this.#firstLoss?.dispose();
    if (this.#drawn !== undefined) tf.dispose(this.#drawn.tensors);
    this.#drawn = this.#batch = undefined;
  }

  /** What the algorithm is given; the batch is drawn when it is first looked at. */
  here(): StepHere {
    const { model, data, time } = this.#around;
    const losses = (at: Params, batch?: Batch): Losses => {
      const computed = model.losses(this.#input(at, batch));
      this.#count('lossEvaluations', computed.values.size);
      return computed;
    };
    const batchOf = (): Batch => this.batch();
    return {
      params: this.#params,
      step: this.work.steps,
      data,
      time,
      evaluations: this.#evaluations,
      losses,
      loss: (at, batch) => tf.tidy(() => meanLoss(losses(at, batch))),
      grad: (at, batch) => {
        const { loss, grads, count } = differentiate(model, this.#input(at, batch));
        this.#count('gradientEvaluations', count);
        this.#firstLoss ??= tf.keep(loss.clone());
        return { loss, grads: hide(grads) };
      },
      get batch() {
        return batchOf();
      },
    };
  }

  #input(at: Params, batch: Batch | undefined): LossInput {
    return {
      params: reveal(at, this.#paths),
      batch: batch ?? this.batch(),
      ...this.#around.regularization,
      seed: this.#seed,
    };
  }

  #count(kind: 'gradientEvaluations' | 'lossEvaluations', losses: number): void {
    const examples = Math.round(losses / this.#around.lossesPerExample);
    this.work[kind] += 1;
    this.work.examples += examples;
    if (kind === 'gradientEvaluations') this.gradientExamples += examples;
  }
}
