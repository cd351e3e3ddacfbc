/** Whole training steps of every workload whose data are prepared: batch, forward, backward, AdamW. */
import { modelOf } from '../../plan/variant.ts';
import { preparedWorkloads } from '../prepared.ts';
import { adamW, loopStep } from '../training-step.ts';
import type { BenchCase } from './case.ts';

export async function trainingSteps(): Promise<BenchCase[]> {
  const { ready } = await preparedWorkloads();
  return ready.map(({ id, workload, train }) => ({
    group: 'training step',
    name: `${id}, batch ${workload.batchSize}`,
    make: () =>
      loopStep({
        workload,
        model: modelOf(workload, undefined),
        algorithm: adamW(),
        dataset: train(),
      }),
  }));
}
