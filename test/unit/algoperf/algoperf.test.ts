import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { algoperfTargets } from '../../../harness/algoperf/targets.ts';
import { exportAlgoperf } from '../../../harness/algoperf/export.ts';
import { importAlgoperf } from '../../../harness/algoperf/import.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import { loadResults, saveResult } from '../../../harness/results/store.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { outcomes, sampleResult } from '../record/sample.ts';
import { header, importedFiles, log, targets } from './logs.ts';

/** Writes logs by path of their trial folder and imports them. */
const imported = (t: TestContext, logs: Readonly<Record<string, string | undefined>>) =>
  importedFiles(
    t,
    Object.fromEntries(
      Object.entries(logs).flatMap(([path, text]) =>
        text === undefined ? [] : [[`${path}/eval_measurements.csv`, text]],
      ),
    ),
    {
      async more(root) {
        for (const path of Object.keys(logs)) await mkdir(join(root, path), { recursive: true });
      },
    },
  );

test('a log becomes a result: curve, hit, steps and evaluation time', async (t) => {
  const { results, problems } = await imported(t, {
    'adam/study_0/ogbg_jax/trial_1': log('5,10,1,10,0.1', '9,20,50,20,0.85', '12,30,90,30,0.9'),
  });
  assert.deepEqual(problems, []);
  const [result] = results;
  assert.deepEqual(result!.outcome, { status: 'reached', seconds: 20, step: 50, evaluation: 1 });
  const { submission, workload, base, study, trial } = result!.plan;
  assert.deepEqual([submission, workload, base, study, trial], ['adam', 'ogbg', 'ogbg', 1, 1]);
  assert.deepEqual(result!.origin, { kind: 'imported', from: 'test', evaluationSeconds: 12 });
  assert.equal(result!.work.steps, 90);
});

test('both framework suffixes, variants, teams, ruleset and dated folders are understood', async (t) => {
  const { results, problems } = await imported(t, {
    'external_tuning/team/adam/study_0/ogbg_wide_pytorch/trial_1': log('1,10,1,10,0.75'),
    'external_tuning/team/sgd-2023-04-18-13-10-58/study_2/ogbg_jax/trial_3': log('1,10,1,10,0.1'),
    'self_tuning/adam/study_0/ogbg_jax/trial_1': log('1,10,1,10,0.1'),
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    results.map(({ plan, outcome }) => [plan.submission, plan.base, plan.study, outcome.status]),
    [
      ['adam', 'ogbg', 1, 'reached'],
      ['sgd', 'ogbg', 3, 'missed'],
    ],
  );
});

test('a minimized metric is reached from above, and a log that ends without a finite metric diverged', async (t) => {
  const columns = header.replace('accuracy', 'loss');
  const { results } = await imported(t, {
    'adam/study_0/wmt_jax/trial_1': `${columns}\n1,5,1,5,9.5\n2,9,2,9,2\n`,
    'adam/study_0/wmt_jax/trial_2': `${columns}\n1,5,1,5,9.5\n2,9,2,9,nan\n3,12,3,12,\n`,
  });
  assert.deepEqual(
    results.map(({ outcome }) => [outcome.status, outcome.seconds]),
    [
      ['reached', 9],
      ['diverged', 12],
    ],
  );
});

test('what cannot be read is listed, and the rest imported', async (t) => {
  const { results, problems } = await imported(t, {
    'adam/study_0/ogbg_jax/trial_1': undefined,
    'adam/study_0/ogbg_jax/trial_2': '',
    'adam/study_0/ogbg_jax/trial_3': log(),
    'adam/study_0/ogbg_jax/trial_4': log('1,10,1,10,0.85', '2,20,2,2'),
    'adam/study_0/ogbg_jax/trial_5': 'global_step,score\n1,2\n',
    'adam/study_0/ogbg_jax/trial_8': log('1,10,1,10,0.1'),
    'adam/study_0/ogbg_jax/notes': undefined,
    'adam/study_0/mnist_jax/trial_1': log('1,10,1,10,0.85'),
    'adam/study_1/ogbg_jax/trial_1': log('1,10,1,10,nan', '2,20,2,20,0.9'),
  });
  assert.deepEqual(
    results.map(({ plan, outcome }) => [plan.study, plan.trial, outcome.status]),
    [
      [1, 2, 'crashed'],
      [1, 3, 'crashed'],
      [1, 4, 'reached'],
      [1, 8, 'missed'],
      [2, 1, 'reached'],
    ],
  );
  assert.deepEqual(problems, [
    ['adam/study_0/ogbg_jax/notes', 'is no folder trial_<number>.'],
    ['adam/study_0/ogbg_jax/trial_6', 'is missing.'],
    ['adam/study_0/ogbg_jax/trial_7', 'is missing.'],
    ['adam/study_0/mnist_jax/trial_1', 'is of mnist, which the targets file does not count.'],
    ['adam/study_0/ogbg_jax/trial_1', 'has no eval_measurements.csv.'],
    [
      'adam/study_0/ogbg_jax/trial_2',
      'has an empty eval_measurements.csv; the trial counts as missed.',
    ],
    [
      'adam/study_0/ogbg_jax/trial_3',
      'has an eval_measurements.csv without evaluations; the trial counts as missed.',
    ],
    [
      'adam/study_0/ogbg_jax/trial_4',
      'has an eval_measurements.csv broken in line 3; the rows before count.',
    ],
    ['adam/study_0/ogbg_jax/trial_5', 'has no column validation/accuracy.'],
    [
      'adam/study_1/ogbg_jax/trial_1',
      'has 1 evaluations without a finite metric amid others; they are left out.',
    ],
  ]);
});

test('quoted fields are read as well', async (t) => {
  const { results } = await imported(t, {
    'adam/study_0/ogbg_jax/trial_1': log('1,10,1,10,"0.85"'),
  });
  assert.equal(results[0]!.outcome.status, 'reached');
});

test('a targets file that counts a workload without target is refused by its name', () => {
  const broken = { ...targets, base_workloads: ['ogbg', 'wmt', 'criteo'] };
  assert.throws(() => algoperfTargets(broken), /counts criteo/);
  assert.throws(() => algoperfTargets({}), /no workload_targets file/);
});

test('imported results can be saved and loaded', async (t) => {
  const { root, results } = await imported(t, {
    'adam/study_0/ogbg_jax/trial_1': log('1,10,1,10,0.85'),
    'adam/study_0/ogbg_jax/trial_2': log(),
  });
  const stored = join(root, 'stored');
  for (const result of results) await saveResult(stored, result);
  const loaded = await loadResults([stored]);
  assert.deepEqual([loaded.kept.map(({ result }) => result), loaded.problems], [results, []]);
});

test('an export read back scores the same', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'ttr-export-'));
  t.after(() => rm(root, { recursive: true }));
  const results = ['alpha', 'beta'].flatMap((submission) =>
    [1, 2, 3].flatMap((study) =>
      ['digits', 'digits_wide'].map((workload) => {
        const hit = submission === 'alpha' || study > 1;
        const result = sampleResult({ plan: { submission, workload, study, trial: 1 } });
        const evaluations = result.evaluations
          .slice(0, hit ? 2 : 1)
          .map((at) => ({ ...at, seconds: at.seconds * (submission === 'alpha' ? 1 : 1.4) }));
        const seconds = evaluations.at(-1)!.seconds;
        const outcome = hit ? { ...outcomes[0]!, seconds } : { ...outcomes[2]!, seconds };
        return { ...result, evaluations, outcome };
      }),
    ),
  );
  const { logs, targets: file, trials } = await exportAlgoperf(results, root);
  assert.equal(trials, 12);
  const parsed = algoperfTargets(JSON.parse(await readFile(file, 'utf8')));
  const back = importAlgoperf(logs, { targets: parsed, ruleset: 'external' });
  assert.deepEqual(back.problems, []);
  const scores = (all: readonly TrialResult[]) =>
    summarize(all, { rules: 'algoperf', resamples: 1 }).submissions.map(({ name, score }) => [
      name,
      score,
    ]);
  assert.deepEqual(scores(back.results), scores(results));
});

test('an exported metric is named so that the official scorer reads its direction', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'ttr-export-'));
  t.after(() => rm(root, { recursive: true }));
  const metric = { name: 'perplexity', goal: 'minimize' } as const;
  const { logs, targets: file } = await exportAlgoperf([sampleResult({ plan: { metric } })], root);
  const path = join(logs, 'alpha/study_0/digits_wide_jax/trial_2/eval_measurements.csv');
  const columns = (await readFile(path, 'utf8')).split('\n')[0]!.split(',');
  assert.ok(columns.includes('validation/error_rate_perplexity'));
  assert.match(await readFile(file, 'utf8'), /"target_metric_name": "error_rate_perplexity"/);
});
