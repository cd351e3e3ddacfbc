/** AdamW as the baselines run it, for methods that change nothing but its learning rate or its gradient. */
import type { Algorithm, Task } from '#spec';
import { scaleByAdam } from './adam.ts';
import { scaleByLearningRate } from './learning-rate.ts';
import type { Schedule } from './schedules.ts';
import { optimizer, type Transform } from './transform.ts';
import { addDecayedWeights, onlyWeights } from './weight-decay.ts';

export interface BaselineAdamWOptions {
  /** 1 - b1 */
  readonly oneMinusB1?: number;
  /** Decoupled, of weights only, times the learning rate. */
  readonly weightDecay: number;
}

/** AdamW with b2 = 0.99, whose memory of 100 steps suits short runs; `rate` may be any transform that ends a chain. */
export const baselineAdamW = (
  task: Pick<Task, 'parameters'>,
  { oneMinusB1 = 0.1, weightDecay }: BaselineAdamWOptions,
  rate: number | Schedule | Transform,
): Algorithm =>
  optimizer(
    scaleByAdam({ b1: 1 - oneMinusB1, b2: 0.99 }),
    addDecayedWeights(weightDecay, onlyWeights(task)),
    typeof rate === 'object' ? rate : scaleByLearningRate(rate),
  );
