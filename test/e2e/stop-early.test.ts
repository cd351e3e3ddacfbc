/** `ttr run --stop-early` ends a trial that can no longer be its study's best; a run without it runs that trial whole. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rules, type Rules, type Summary } from '../../harness/score/summary.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

// Trial 1 reaches the target; trial 2 stands still.
const twoPoints = submissionText(`
  if (_hp.learns) return sgd;
  return { ...sgd, step: ({ params, grad }, s) => { grad(params); return [params, s]; } };
`).replace('algorithm:', 'points: [{ learns: true }, { learns: false }],\n  algorithm:');

const command = ['run', '--suite', 'smoke', '--engine', 'wasm', '--slots', '1'];
let project: TemporaryProject;

before(() => {
  project = temporaryProject({ two_points: twoPoints }, { seeded: true });
});
after(() => {
  project.remove();
});

type Scored = Pick<Summary, 'submissions' | 'cells'>;
let early: Scored[] = [];
const scored = async (rule: Rules): Promise<Scored> =>
  JSON.parse((await project.ttr(['score', '--json', '--rules', rule])).stdout) as Scored;

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
  early = await Promise.all(rules.map(scored));
  const { submissions } = early[0]!;
  assert.deepEqual(
    submissions.map(({ score, reachedTrials, stoppedTrials }) => [
      score,
      reachedTrials,
      stoppedTrials,
    ]),
    [[1, 1, 1]],
  );
});

test('a run without --stop-early runs the stopped trial whole; scores and times stay as they were', async () => {
  await project.ttr(command);
  const statuses = (await second()).map(({ status }) => status);
  assert.deepEqual(statuses.sort(), ['missed', 'stopped']);
  const kept = ({ submissions, cells }: Scored) => ({
    scores: submissions.map(({ name, score }) => [name, score]),
    medians: cells.map(({ median }) => median),
  });
  const whole = await Promise.all(rules.map(scored));
  assert.deepEqual(whole.map(kept), early.map(kept));
  assert.equal(whole[0]!.submissions[0]!.stoppedTrials, 0);
});
