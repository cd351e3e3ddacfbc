/**
 * The training loop computes what it did when its revision was written down, to the last bit. All workloads are compared by
 * `npm run check:courses`.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { courseHash } from '../../../../harness/bench/course.ts';
import type { CourseHashes } from '../../../../harness/bench/course-hashes.ts';
import { datasetOf } from '../../../../harness/data/split.ts';
import { modelOf } from '../../../../harness/plan/variant.ts';
import { loopRevision } from '../../../../harness/record/loop-revision.ts';
import quadratic from '../../../../workloads/quadratic/workload.ts';
import { openEngine } from '../../../../harness/engine/engine.ts';
import { smallData, smallModel, smallWorkload } from '../small-stepper.ts';

const kept = JSON.parse(
  readFileSync(new URL('../../../golden/course-hashes.json', import.meta.url), 'utf8'),
) as CourseHashes;

before(async () => {
  await openEngine('wasm', { threads: 1 });
});

const advice =
  'The loop trains otherwise than before: raise loopRevision (harness/record/loop-revision.ts), then npm run check:courses -- --write';

test('the kept hashes are of this revision of the loop', () => {
  assert.equal(kept.loopRevision, loopRevision, 'npm run check:courses -- --write');
});

test('200 steps on the quadratic workload give the kept bits', async () => {
  const { train } = await quadratic.data.convert(new Map());
  const dataset = datasetOf(quadratic.data, train);
  const { steps, hashes } = kept;
  const model = modelOf(quadratic, undefined);
  assert.equal(
    courseHash({ model, workload: quadratic, dataset, steps }),
    hashes['quadratic'],
    advice,
  );
});

test('a network with dropout gives the kept bits', () => {
  const { steps, small } = kept;
  const dataset = smallData();
  assert.equal(
    courseHash({ model: smallModel, workload: smallWorkload, dataset, steps }),
    small,
    advice,
  );
});
