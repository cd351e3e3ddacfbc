/** A workload as `ttr new workload` writes it trains by the real path: bundled, sandboxed, judged by the referee. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createWorkload } from '../../harness/commands/new-workload.ts';
import type { TrialResult } from '../../harness/record/result.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

let project: TemporaryProject;
before(async () => {
  const adam = `return optim.optimizer(optim.scaleByAdam(), optim.scaleByLearningRate(0.02)); void sgd; void task;`;
  project = temporaryProject({ plain: submissionText(adam) });
  await createWorkload({ root: project.folder }, 'first_task');
});
after(() => {
  project.remove();
});

test('a new workload trains and is judged, and its error rate falls', async () => {
  const args = ['trial', 'plain', 'first_task', '--engine', 'wasm', '--evaluations', '4', '--json'];
  const { exitCode, stdout, stderr } = await project.ttr(args);
  assert.equal(exitCode, 0, stderr);
  const { evaluations, plan } = JSON.parse(stdout) as TrialResult;
  assert.equal(plan.metric.name, 'errorRate');
  assert.deepEqual(
    evaluations.map(({ step }) => step),
    [20, 40, 60, 80],
  );
  const [first, last] = [evaluations[0]!.validation, evaluations.at(-1)!.validation];
  assert.ok(last < 0.9 * first && last < 0.5, `error rates ${first}, then ${last}`);
});
