/**
 * Takes a trial's state a step further. The one place that knows in which order a step draws its seed, its batch, its
 * gradients and its update: trainer, calibrator and benchmarks all train through it.
 */
import * as tf from '@tensorflow/tfjs';
import type { Scalar } from '@tensorflow/tfjs';
import type { Algorithm, Dataset, Here, Model, Params, PastEvaluation, Workload } from '#spec';
import type { Stream } from '../../plan/random.ts';
import type { Work } from '../../record/result.ts';
import { nextDue } from '../wire/hand-over.ts';
import { hide, reveal } from './hidden-names.ts';
import type { TrialState } from './state.ts';
import { initState, judgedParams, takeStep } from './take-step.ts';
import { trainingData, type OrderedData } from './training-data.ts';
import { Turn, type Surroundings } from './turn.ts';

export interface StepperInput {
  readonly model: Model;
  readonly workload: Pick<Workload, 'batchSize' | 'regularization' | 'evaluation'>;
  readonly algorithm: Algorithm;
  readonly dataset: Dataset;
  /** The trial's root; order of data, dropout and augmentation draw from forks of it. */
  readonly random: Stream;
  /** Other streams that belong to the trial's state, by name. */
  readonly streams?: Readonly<Record<string, Stream>>;
  /** Billed time as the algorithm sees it; stands still when left out. */
  readonly time?: Here['time'];
  /** See `examples.ts`. */
  readonly lossesPerExample: number;
  /** Examples through gradient evaluations between two evaluations; the workload's when left out. */
  readonly evaluateEvery?: number;
}

/** Before anything was computed. */
export const noWork: Work = { steps: 0, gradientEvaluations: 0, lossEvaluations: 0, examples: 0 };

/** The algorithm with its data selection made part of the step, so that both share one tidy. */
function withSelection(algorithm: Algorithm, turn: Turn): Algorithm {
  const select = algorithm.selectData?.bind(algorithm);
  return {
    init: (params) => algorithm.init(params),
    step(here, state) {
      if (select !== undefined) turn.choose(select(here, state));
      return algorithm.step(here, state);
    },
  };
}

/** The sum of losses with one more. */
function addLoss(before: TrialState['loss'], loss: Scalar | undefined): TrialState['loss'] {
  if (loss === undefined) return before;
  if (before === undefined) return { sum: loss, steps: 1 };
  const sum: Scalar = before.sum.add(loss);
  tf.dispose([before.sum, loss]);
  return { sum, steps: before.steps + 1 };
}

export class Stepper {
  readonly #algorithm: Algorithm;
  readonly #around: Surroundings;
  readonly #data: OrderedData;
  readonly #seeds: Stream;
  readonly #streams: Readonly<Record<string, Stream>>;
  readonly #evaluateEvery: number;
  #work = noWork;

  constructor(input: StepperInput) {
    const { model, workload, algorithm, dataset, random, streams, lossesPerExample } = input;
    this.#algorithm = algorithm;
    const batchSize = algorithm.batchSize ?? workload.batchSize;
    this.#data = trainingData(dataset, batchSize, random.fork('data'));
    this.#seeds = random.fork('regularization');
    this.#streams = { ...streams, regularization: this.#seeds };
    this.#evaluateEvery = input.evaluateEvery ?? workload.evaluation.every * workload.batchSize;
    this.#around = {
      model,
      data: this.#data,
      time: input.time ?? { elapsed: 0, remaining: undefined },
      lossesPerExample,
      regularization: {
        dropout: algorithm.dropout ?? workload.regularization?.dropout ?? 0,
        labelSmoothing: algorithm.labelSmoothing ?? workload.regularization?.labelSmoothing ?? 0,
      },
    };
  }

  /** Work of the latest call, also of one that threw. */
  get work(): Work {
    return this.#work;
  }

  /** The state before the first step, from parameters by the model's paths, which it takes over. */
  start(byPath: Params): TrialState {
    const params = hide(byPath);
    const seed = this.#nextSeed();
    return {
      params,
      algorithm: initState(this.#algorithm, params),
      work: noWork,
      gradientExamples: 0,
      due: this.#evaluateEvery,
      order: this.#data.position,
      streams: this.#positions(),
      seed,
      evaluations: [],
      billedSeconds: 0,
    };
  }

  /** The state after one more step. `before` is used up: its tensors are freed, or are the new state's. */
  step(before: TrialState): TrialState {
    this.#goTo(before);
    const seed = this.#nextSeed();
    return this.#turn({ ...before, seed }, (turn) => {
      const stepping = withSelection(this.#algorithm, turn);
      const [params, algorithm] = takeStep(stepping, turn.here(), before.algorithm);
      turn.work.steps += 1;
      const loss = addLoss(before.loss, turn.takeLoss());
      const after = this.#after({ ...before, params, algorithm, seed }, turn);
      return loss === undefined ? after : { ...after, loss };
    });
  }

  /**
   * The parameters to be judged, by hidden names, and the state after the work that preparing them took. A gradient asked
   * for there without a batch is one of the next batch. Free what is not the state's with `releaseJudged`.
   */
  judged(before: TrialState): { readonly judged: Params; readonly state: TrialState } {
    this.#goTo(before);
    return this.#turn(before, (turn) => {
      const judged = judgedParams(this.#algorithm, turn.here(), before.algorithm);
      return { judged, state: this.#after(before, turn) };
    });
  }

  /** The state after an evaluation: losses are summed anew, and the next evaluation falls due later. */
  evaluated({ loss, ...before }: TrialState, past: PastEvaluation): TrialState {
    loss?.sum.dispose();
    return {
      ...before,
      due: nextDue(before.gradientExamples, this.#evaluateEvery),
      evaluations: [...before.evaluations, past],
      billedSeconds: past.seconds,
    };
  }

  /** The same tensors by the model's paths. */
  byPath(params: Params): Params {
    return reveal(params, Object.keys(this.#around.model.parameters));
  }

  #turn<T>(before: TrialState, call: (turn: Turn) => T): T {
    const turn = new Turn(this.#around, before);
    this.#work = turn.work;
    try {
      return call(turn);
    } finally {
      turn.close();
    }
  }

  #after(state: TrialState, { work, gradientExamples }: Turn): TrialState {
    const order = this.#data.position;
    return { ...state, work, gradientExamples, order, streams: this.#positions() };
  }

  #nextSeed(): number {
    return this.#seeds.integer(2 ** 31);
  }

  /** Puts the streams and the order of data where a state left them. */
  #goTo({ order, streams }: TrialState): void {
    this.#data.position = order;
    for (const [name, stream] of Object.entries(this.#streams)) stream.position = streams[name]!;
  }

  #positions(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.#streams).map(([name, stream]) => [name, stream.position]),
    );
  }
}
