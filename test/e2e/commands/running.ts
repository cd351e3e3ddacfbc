/** Commands that compute: calibrate, plan, run, trial, replay, check. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duration } from '../../../harness/commands/durations.ts';
import { outcomeText } from '../../../harness/commands/outcome-text.ts';
import type { Draft } from '../../../harness/plan/plan.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import type { ComparisonReport } from '../../../harness/score/compare/comparison.ts';
import type { TemporaryProject } from '../temporary-project.ts';
import { cells, json, refused, said, seconds } from './said.ts';

const engine = ['--engine', 'wasm'];
const measured = ['--suite', 'smoke', ...engine, '--slots', '1'];
const asked = [...measured, '--submissions', 'plain,twice'];

interface PlanJson {
  readonly forecast: { expected: number; atMost: number };
  readonly workloads: Record<string, { dataThere: boolean; stepSeconds: number }>;
  readonly trials: readonly (Draft & { budgetSeconds: number })[];
  readonly refused: readonly object[];
}

/** What training decides: the same in every trial of the same plan. */
const course = ({ evaluations }: TrialResult) =>
  evaluations.map(({ step, validation, trainingLoss }) => [step, validation, trainingLoss]);

export function running(project: TemporaryProject): void {
  /** Results of the one run, in the order of the submissions. */
  let kept: TrialResult[] = [];

  test('calibrate', async () => {
    const { stdout, stderr } = await said(project, ['calibrate', ...measured]);
    const [head, [name, milliseconds] = []] = cells(stdout);
    assert.deepEqual(head, ['workload', 'reference step [ms]']);
    assert.equal(name, 'quadratic');
    assert.match(milliseconds!, seconds);
    assert.match(stderr, /^calibrated quadratic: reference step .* ms \(\d+ samples\)$/m);
    const found = (await json(project, ['calibrate', ...measured])) as {
      machine: object;
      engine: string;
      stepSeconds: { quadratic: number };
    };
    assert.deepEqual(Object.keys(found), ['machine', 'engine', 'stepSeconds']);
    assert.equal(found.engine, 'wasm');
    assert.deepEqual(Object.keys(found.stepSeconds), ['quadratic']);
    assert.ok(found.stepSeconds.quadratic > 0);
  });

  test('plan, and run --dry-run says the same', async () => {
    const { forecast, workloads, trials, refused } = (await json(project, [
      'plan',
      ...asked,
    ])) as PlanJson;
    const { budgetSeconds, ...draft } = trials[0]!;
    assert.deepEqual(draft, {
      suite: 'smoke',
      ruleset: 'self-tuning',
      submission: 'plain',
      workload: 'quadratic',
      base: 'quadratic',
      study: 1,
      trial: 1,
      seed: '1/quadratic/study-1/trial-1',
      hyperparameters: {},
      metric: { name: 'meanSquaredError', goal: 'minimize' },
      target: { validation: 0.02, test: 0.022 },
      stepHint: 30_000,
      budgetSteps: 60_000,
    });
    assert.deepEqual(
      trials.map(({ submission }) => submission),
      ['plain', 'twice'],
    );
    const { dataThere, stepSeconds } = workloads['quadratic']!;
    assert.equal(dataThere, true);
    assert.ok(Math.abs(budgetSeconds - 60_000 * stepSeconds) < 1e-9);
    assert.deepEqual(refused, []);
    const { stdout } = await said(project, ['plan', ...asked]);
    const [, first, second, , last] = cells(stdout);
    const row = (name: string): string[] => [
      ...['quadratic', name, 'self-tuning', '1 x 1', 'meanSquaredError <= 0.02', '60000'],
      (1000 * stepSeconds).toFixed(1),
      duration(30_000 * stepSeconds),
      duration(budgetSeconds),
    ];
    assert.deepEqual([first, second], [row('plain'), row('twice')]);
    const takes = `about ${duration(forecast.expected)}, at most ${duration(forecast.atMost)}`;
    assert.match(last!.join(' '), /^2 trials on cpu \d+: about/);
    assert.ok(last!.join(' ').endsWith(`: ${takes}.`));
    assert.equal((await said(project, ['run', ...asked, '--dry-run'])).stdout, stdout);
    assert.deepEqual(await project.results(), []);
  });

  test('run', async () => {
    const { stdout, stderr } = await said(project, ['run', ...asked]);
    kept = await project.results();
    assert.deepEqual(
      kept.map(({ plan, outcome }) => [plan.submission, outcome.status]),
      [
        ['plain', 'reached'],
        ['twice', 'reached'],
      ],
    );
    assert.match(stderr, /^2 trials on cpu \d+: about .*, at most .*\.$/m);
    kept.forEach(({ plan, outcome }, i) => {
      const line = `${i + 1}/2 ${plan.submission} on quadratic, study 1 trial 1: ${outcomeText(outcome)}`;
      assert.ok(stderr.includes(line), line);
    });
    const [head] = cells(stdout);
    assert.deepEqual(head!.slice(0, 3), ['place', 'submission', 'score']);
    assert.match(stdout, /\n\nLeaderboard: .*leaderboard\.html$/);
  });

  test('run again runs nothing, and prints the results as JSON', async () => {
    const args = ['run', ...asked, '--no-page', '--json'];
    const { stdout, stderr } = await said(project, args);
    assert.deepEqual(JSON.parse(stdout), kept);
    assert.equal(stderr, '2 of 2 trials have results already and are not run again.');
    assert.deepEqual(await project.results(), kept);
  });

  test('trial', async () => {
    const args = ['trial', 'plain', 'quadratic', ...engine, '--evaluations', '2'];
    const result = (await json(project, args)) as TrialResult;
    assert.deepEqual(course(result), course(kept[0]!).slice(0, 2));
    assert.equal(result.outcome.status, 'missed');
    const { stdout } = await said(project, args);
    const [head, ...rows] = cells(stdout);
    assert.deepEqual(head, ['step', 'seconds', 'training loss', 'meanSquaredError']);
    result.evaluations.forEach(({ step, trainingLoss, validation }, i) => {
      const [, time, ...values] = rows[i]!;
      assert.match(time!, seconds);
      assert.deepEqual(
        [rows[i]![0], ...values],
        [String(step), trainingLoss!.toPrecision(5), validation.toPrecision(5)],
      );
    });
    assert.match(rows.at(-1)!.join(' '), /^missed the target in .* s \(step 50\)$/);
    assert.deepEqual(await project.results(), kept);
    const unknown = await refused(project, [...args, '--hp', 'nosuch=1']);
    assert.match(unknown, /plain has no hyperparameter "nosuch"\. It has: none\./);
  });

  test('check', async () => {
    const { stdout, stderr } = await said(project, ['check', 'plain']);
    assert.equal(stdout, 'Submission "plain" is in order.');
    assert.match(stderr, /^quadratic: reached the target in .* after 5 evaluations$/m);
    const wrong = await refused(project, ['check', 'reader']);
    assert.match(
      wrong,
      /^error: Submission "reader" is not in order:\n {2}- [^]*imports 'node:fs'\./,
    );
  });

  test('compare runs pairs of equal seeds, and goes on where it stopped', async () => {
    const args = ['compare', 'plain', 'twice', '--workloads', 'quadratic', ...engine];
    const first = await said(project, [...args, '--pairs', '1']);
    assert.match(first.stderr, /^pair 1, quadratic: plain .* s, twice .* s; .* core minutes$/m);
    assert.match(
      first.stdout,
      /^not decided between plain and twice\.\nTime of twice over plain: /,
    );
    const { stdout, stderr } = await said(project, [...args, '--pairs', '2', '--json']);
    assert.match(stderr, /^1 pairs are kept from before\.$/m);
    assert.match(stderr, /^pair 2, quadratic: /m);
    const found = JSON.parse(stdout) as ComparisonReport;
    assert.equal(found.pairs, 2);
    assert.deepEqual(found.verdict, { kind: 'undecided' });
    assert.equal(found.ratio.kind, 'known');
  });

  test('a request that names nothing, or nothing there is, is refused with what is allowed', async () => {
    const cases: [string[], RegExp][] = [
      [['plan', '--workloads', ','], /--workloads names none\. Choose of: quadratic\./],
      [
        ['run', '--submissions', ','],
        /--submissions names none\. Choose of: plain, reader, twice\./,
      ],
      [['plan', '--suite', 'constructor'], /no suite "constructor"\. Choose one of: smoke, quick,/],
    ];
    for (const [args, message] of cases) assert.match(await refused(project, args), message);
  });
}
