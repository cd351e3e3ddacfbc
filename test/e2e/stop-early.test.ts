/** `ttr run --stop-early` ends a trial that can no longer be its study's best; a run without it runs that trial whole. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

// Trial 1 reaches the target; trial 2 stands still.
const twoPoints = submissionText(`
  if (_hp.learns) return sgd;
  return { ...sgd, step: ({ params, grad }, s) => { grad(params); return [params, s]; } };
`).replace('algorithm:', 'points: [{ learns: true }, { learns: false }],\n  algorithm:');

const command = ['run', '--suite', 'smoke', '--engine', 'wasm', '--slots', '1'];
let project: TemporaryProject;

before(() => {
  project = temporaryProject({ two_points: twoPoints });
});
after(() => {
  project.remove();
});

/** Outcomes of trial 2, oldest first. */
const second = async (): Promise<{ status: string; seconds: number }[]> =>
  (await project.results())
    .filter(({ plan }) => plan.trial === 2)
    .map(({ outcome }) => ({ status: outcome.status, seconds: outcome.seconds }));

test('a trial slower than its study’s best is stopped there, and counts as censored', async () => {
  const { exitCode, stderr } = await project.ttr([...command, '--stop-early']);
  assert.equal(exitCode, 0, stderr);
  const [stopped] = await second();
  assert.equal(stopped?.status, 'stopped', stderr);
  const scored = await project.ttr(['score', '--json']);
  const { submissions } = JSON.parse(scored.stdout) as {
    submissions: { score: number; reachedTrials: number }[];
  };
  assert.deepEqual(
    submissions.map(({ score, reachedTrials }) => [score, reachedTrials]),
    [[1, 1]],
  );
});

test('a run without --stop-early runs the stopped trial whole', async () => {
  await project.ttr(command);
  const statuses = (await second()).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), ['missed', 'stopped']);
});
