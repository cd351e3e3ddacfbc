/** What a training algorithm is given to work with, and the counting of the work it does with it. */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type {
  Algorithm,
  Batch,
  Here,
  LossInput,
  Losses,
  Model,
  Params,
  PastEvaluation,
  Random,
  TrainingData,
  Workload,
} from '#spec';
import type { Work } from '../../record/result.ts';
import { differentiate, meanLoss } from './differentiate.ts';

/** Submissions see parameters as p0, p1, ... in the model's order: paths would tell the workload apart. */
export const anonymous = (index: number): string => `p${index}`;

/** Counters the harness keeps; `examples` are those that went through a gradient or loss evaluation. */
export type Counters = { -readonly [K in keyof Work]: Work[K] };

interface TrainingInput {
  readonly model: Model;
  readonly workload: Workload;
  readonly algorithm: Algorithm;
  readonly data: TrainingData;
  readonly random: Random;
  readonly time: Here['time'];
  readonly evaluations: readonly PastEvaluation[];
}

/** One trial's training: makes the `here` of every call and counts. */
export class Training {
  readonly counters: Counters = {
    steps: 0,
    gradientEvaluations: 0,
    lossEvaluations: 0,
    examples: 0,
  };
  /** Examples that went through gradient evaluations; evaluations fall due by them. */
  gradientExamples = 0;
  readonly #input: TrainingInput;
  readonly #paths: readonly string[];
  readonly #regularization: Pick<LossInput, 'dropout' | 'labelSmoothing'>;
  readonly #seeds: Random;
  #seed: number;
  #batch: Batch | undefined;
  /** The batch of the default order, kept through the tidies of the step that drew it. */
  #drawn: Batch | undefined;
  #stepLoss: Scalar | undefined;

  constructor(input: TrainingInput) {
    this.#input = input;
    this.#paths = Object.keys(input.model.parameters);
    const { algorithm, workload } = input;
    this.#regularization = {
      dropout: algorithm.dropout ?? workload.regularization?.dropout ?? 0,
      labelSmoothing: algorithm.labelSmoothing ?? workload.regularization?.labelSmoothing ?? 0,
    };
    this.#seeds = input.random;
    this.#seed = this.#seeds.integer(2 ** 31);
  }

  /** The same tensors by the model's paths. */
  named(params: Params): Params {
    return Object.fromEntries(this.#paths.map((path, i) => [path, params[anonymous(i)]!]));
  }

  /** Starts a step: new dropout masks, no batch chosen; what the step before drew is freed. */
  begin(): void {
    if (this.#drawn !== undefined) tf.dispose(this.#drawn.tensors);
    this.#drawn = undefined;
    this.#seed = this.#seeds.integer(2 ** 31);
    this.#batch = undefined;
  }

  /** This step's batch, drawn when it is first asked for. */
  batch(): Batch {
    if (this.#batch === undefined) {
      this.#drawn = this.#input.data.next();
      Object.values(this.#drawn.tensors).forEach((tensor) => tf.keep(tensor));
      this.#batch = this.#drawn;
    }
    return this.#batch;
  }

  choose(batch: Batch): void {
    this.#batch = batch;
  }

  /** Loss of the step's first gradient evaluation; the caller disposes it. */
  takeStepLoss(): Scalar | undefined {
    const loss = this.#stepLoss;
    this.#stepLoss = undefined;
    return loss;
  }

  /** What every call of the algorithm is given. */
  here(params: Params): Here {
    const { model, data, time, evaluations } = this.#input;
    const input = (at: Params, batch: Batch | undefined): LossInput => ({
      params: this.named(at),
      batch: batch ?? this.batch(),
      ...this.#regularization,
      seed: this.#seed,
    });
    const count = (kind: 'gradientEvaluations' | 'lossEvaluations', { batch }: LossInput): void => {
      this.counters[kind] += 1;
      this.counters.examples += batch.size;
      if (kind === 'gradientEvaluations') this.gradientExamples += batch.size;
    };
    const losses = (at: Params, batch?: Batch): Losses => {
      const given = input(at, batch);
      count('lossEvaluations', given);
      return model.losses(given);
    };
    return {
      params,
      step: this.counters.steps,
      data,
      time,
      evaluations,
      losses,
      loss: (at, batch) => tf.tidy(() => meanLoss(losses(at, batch))),
      grad: (at, batch) => {
        const given = input(at, batch);
        count('gradientEvaluations', given);
        const { loss, grads } = differentiate(model, given);
        this.#stepLoss ??= tf.keep(loss.clone());
        return {
          loss,
          grads: Object.fromEntries(this.#paths.map((path, i) => [anonymous(i), grads[path]!])),
        };
      },
    };
  }
}
