/** Times steps through the trainer and bare steps on the same examples, in turn. One line of JSON for each workload. */
import type { Dataset } from '#spec';
import { openEngine } from '../engine/engine.ts';
import { modelOf } from '../plan/variant.ts';
import type { EngineName } from '../record/machine.ts';
import { filtered } from './filter.ts';
import { preparedWorkloads, type PreparedWorkload } from './prepared.ts';
import { Sampler } from './sampler.ts';
import type { Sample } from './samples.ts';
import { adamW, bareStep, loopStep } from './training-step.ts';

export interface OverheadJob {
  readonly engine: EngineName;
  readonly filter: string;
  /** Milliseconds of a workload's samples, and pairs at least. */
  readonly milliseconds: number;
  readonly pairs: number;
}

export interface Pair {
  readonly trainer: Sample;
  readonly bare: Sample;
}

export interface OverheadSamples {
  readonly workload: string;
  readonly pairs: readonly Pair[];
  /** The core's best rate. */
  readonly best: number;
}

const warmups = 3;

/** Draws as `dataset` does and remembers the indices drawn last. */
function remembering(dataset: Dataset): { dataset: Dataset; again: Dataset['batch'] } {
  let last: ArrayLike<number> = [];
  return {
    dataset: {
      size: dataset.size,
      batch(indices) {
        last = indices;
        return dataset.batch(indices);
      },
    },
    again: () => dataset.batch(last),
  };
}

const { engine, filter, milliseconds, pairs: fewest } = JSON.parse(process.argv[2]!) as OverheadJob;
const opened = await openEngine(engine, { threads: 1 });
const sampler = new Sampler();

function pairsOf({ workload, train }: PreparedWorkload): Pair[] {
  const { dataset, again } = remembering(train());
  const trained = { workload, model: modelOf(workload, undefined), algorithm: adamW(), dataset };
  const steppers = [loopStep(trained), bareStep(trained, () => again([]))] as const;
  const [trainer, bare] = steppers.map(({ step }) => (): void => {
    step();
    opened.fence();
  }) as [() => void, () => void];
  for (let i = 0; i < warmups; i++) {
    trainer();
    bare();
  }
  const pairs: Pair[] = [];
  for (let spent = 0; spent < milliseconds || pairs.length < fewest;) {
    // Who goes first changes from pair to pair; the second finds warmer caches.
    const [first, second] = pairs.length % 2 === 0 ? [trainer, bare] : [bare, trainer];
    const [one, two] = [sampler.sample(first), sampler.sample(second)];
    pairs.push(first === trainer ? { trainer: one, bare: two } : { trainer: two, bare: one });
    spent += one.milliseconds + two.milliseconds;
  }
  for (const { free } of steppers) free();
  return pairs;
}

for (const one of filtered((await preparedWorkloads()).ready, filter, ({ id }) => id)) {
  const pairs = pairsOf(one);
  const samples: OverheadSamples = { workload: one.id, pairs, best: sampler.best };
  process.stdout.write(`${JSON.stringify(samples)}\n`);
}
