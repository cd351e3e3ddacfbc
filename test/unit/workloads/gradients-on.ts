/** Tests of all workloads' gradients on one engine: against PyTorch's stored ones, or central differences where none are stored. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { engineStates } from '../../../harness/engine/doctor.ts';
import { openEngine } from '../../../harness/engine/engine.ts';
import type { EngineName } from '../../../harness/record/machine.ts';
import { meanLoss } from '../../../harness/run/trainer/differentiate.ts';
import { assertCentralDifferences } from './central-differences.ts';
import {
  assertClose,
  caseParams,
  digest,
  ourGradients,
  type Digest,
  type GradientCase,
} from './gradient-case.ts';
import { gradientCases } from './gradient-cases.ts';

const frozen = JSON.parse(
  readFileSync(new URL('./gradients.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Digest>>;

/** Declares the tests; they say they were skipped where the engine is not ready. */
export async function testGradientsOn(engine: EngineName): Promise<void> {
  const found = (await engineStates()).find(({ name }) => name === engine);
  const skip = found?.state === 'ready' ? false : `engine ${engine}: ${found?.detail ?? 'unknown'}`;
  if (skip === false) before(() => openEngine(engine, { threads: 1 }));

  for (const example of await gradientCases()) {
    const name = `${example.workload}/${example.variant} on ${engine}`;

    const stored = frozen[`${example.workload}/${example.variant}`];
    const whose = stored ? 'those that PyTorch gave' : 'in accord with central differences';

    test(`${name}: loss and gradients are ${whose}, and leave no tensor behind`, { skip }, () => {
      const tensors = tf.memory().numTensors;
      if (stored) assertClose(digest(ourGradients(example)), stored, 1e-4);
      else assertCentralDifferences(example);
      assert.equal(tf.memory().numTensors, tensors);
    });

    test(`${name}: the seed decides what dropout, where there is any, leaves out`, { skip }, () => {
      const [first, again, other] = [1, 1, 2].map((seed) => lossWithDropout(example, seed));
      assert.equal(again, first);
      assert.equal(other !== first, example.dropout ?? true);
    });
  }
}

const lossWithDropout = ({ model, batch, labelSmoothing }: GradientCase, seed: number): number =>
  tf.tidy(() => {
    const params = caseParams(model);
    const losses = model.losses({ params, batch: batch(), dropout: 0.5, labelSmoothing, seed });
    return meanLoss(losses).dataSync()[0]!;
  });
