import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { budgetOf } from '../../../harness/record/plan.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { unlikeRest } from '../../../harness/score/unlike-rest.ts';
import { importedFiles, log, metaData } from './logs.ts';

const trial = (number: number, submission = 'adam'): string =>
  `${submission}/study_0/ogbg_jax/trial_${number}`;
const csv = 'eval_measurements.csv';
const meta = 'meta_data_0.json';
const budget = ({ plan }: TrialResult): number | undefined => budgetOf(plan)?.seconds;

test('budget, seed and what ran a trial are read', async (t) => {
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,10,1,10,0.1', '9,95,50,95,0.3'),
    [`${trial(1)}/${meta}`]: metaData(),
  });
  assert.deepEqual(problems, []);
  const { plan, origin, outcome } = results[0]!;
  assert.deepEqual(budgetOf(plan), { steps: 53, stepSeconds: 1.9, seconds: 100 });
  assert.equal(plan.seed, '-1236604812');
  assert.deepEqual(origin, {
    kind: 'imported',
    from: 'test',
    evaluationSeconds: 9,
    ran: {
      harness: 'a'.repeat(40),
      kernel: 'Linux-5.10.0-x86_64-with-glibc2.31',
      cpu: '96 x Example CPU',
      gpu: '8 x Example GPU',
      driver: '535.104.05',
    },
  });
  assert.deepEqual(outcome, { status: 'missed', seconds: 95, step: 50 });
});

test('a trial that ended early without its target is told as such, and waits for its whole budget', async (t) => {
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,41.5,10,41.5,0.1'),
    [`${trial(1)}/${meta}`]: metaData({ 'workload.max_allowed_runtime_sec': 60_000 }),
    [`${trial(1, 'sgd')}/${csv}`]: log('5,900,10,900,0.9'),
    [`${trial(1, 'sgd')}/${meta}`]: metaData({ 'workload.max_allowed_runtime_sec': 60_000 }),
  });
  assert.deepEqual(problems, []);
  const reason = 'it crashed or gave up: its log ends after 41.5 s of a budget of 60000 s';
  assert.deepEqual(results[0]!.outcome, { status: 'crashed', seconds: 41.5, reason, stderr: '' });
  const { cells } = summarize(results, { resamples: 1 });
  assert.deepEqual(
    cells.map(({ submission, median }) => [submission, median]),
    [
      ['sgd', { kind: 'reached', seconds: 900 }],
      ['adam', { kind: 'censored', seconds: 60_000 }],
    ],
  );
});

test('where no file tells a budget, the longest trial of the workload stands for it', async (t) => {
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,41.5,10,41.5,0.1'),
    [`${trial(2)}/${csv}`]: log('5,41.5,10,41.5,0.1', '5,900,90,900,0.2'),
    [`adam/study_0/wmt_jax/trial_1/${csv}`]: log('1,7,1,7,9').replace('accuracy', 'loss'),
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    results.map((one) => [one.plan.workload, budget(one), one.outcome.status]),
    [
      ['ogbg', 900, 'missed'],
      ['ogbg', 900, 'missed'],
      ['wmt', 7, 'missed'],
    ],
  );
});

test('a missing file is named where others have theirs, and an unusual budget as well', async (t) => {
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,95,10,95,0.1'),
    [`${trial(1)}/${meta}`]: metaData(),
    [`${trial(2)}/${csv}`]: log('5,95,10,95,0.1'),
    [`${trial(3)}/${csv}`]: log('5,95,10,95,0.1'),
    [`${trial(3)}/${meta}`]: metaData(),
    [`${trial(4)}/${csv}`]: log('5,95,10,95,0.1'),
    [`${trial(4)}/${meta}`]: metaData({ 'workload.max_allowed_runtime_sec': 300 }),
  });
  assert.deepEqual(results.map(budget), [100, 100, 100, 300]);
  assert.deepEqual(problems, [
    [trial(2), 'has no meta_data_0.json, which other trials have; its budget is taken from those.'],
    [trial(4), 'was allowed 300 s, where most trials of ogbg were allowed 100 s.'],
  ]);
});

test('a hit past the budget counts, as in the official scorer, and is named', async (t) => {
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,95,10,95,0.1', '5,101.25,10,101.25,0.9'),
    [`${trial(1)}/${meta}`]: metaData(),
  });
  assert.deepEqual([results[0]!.outcome.status, budget(results[0]!)], ['reached', 101.25]);
  assert.equal(summarize(results, { resamples: 1 }).cells[0]!.hitRate, 1);
  const text =
    'reached its target after 101.3 s, past its budget of 100 s; it counts, as in the official scorer.';
  assert.deepEqual(problems, [[trial(1), text]]);
});

test('self-tuning trials have three times the budget in version 0.5', async (t) => {
  const files = {
    [`${trial(1)}/${csv}`]: log('5,95,10,95,0.1'),
    [`${trial(1)}/${meta}`]: metaData(),
  };
  const { results } = await importedFiles(t, files, { ruleset: 'self-tuning' });
  assert.equal(budget(results[0]!), 300);
});

test('broken and hostile files are listed, and their logs read', async (t) => {
  const texts = [
    '',
    'garbage',
    '[1, 2]',
    '"text"',
    'null',
    `{"a": ${'['.repeat(1e5)}`,
    `{"a": "${'x'.repeat(2 ** 20)}"}`,
  ];
  const files = Object.fromEntries(
    texts.flatMap((text, i) => [
      [`${trial(i + 1)}/${csv}`, log('5,10,1,10,0.85')],
      [`${trial(i + 1)}/${meta}`, text],
    ]),
  );
  const odd = [8, 9, 10];
  for (const number of odd) files[`${trial(number)}/${csv}`] = log('5,10,1,10,0.85');
  const { results, problems } = await importedFiles(t, files, {
    async more(root) {
      execFileSync('mkfifo', [join(root, trial(8), meta)]);
      await writeFile(join(root, 'elsewhere.json'), metaData());
      await symlink(join(root, 'elsewhere.json'), join(root, trial(9), meta));
      await mkdir(join(root, trial(10), meta));
    },
  });
  assert.deepEqual(
    results.map(({ outcome }) => outcome.status),
    Array<string>(10).fill('reached'),
  );
  const whys = [
    ...Array<string>(2).fill('is not JSON'),
    ...Array<string>(3).fill('holds no JSON object'),
    'is not JSON',
    'has 1048585 bytes, where 1048576 are the most that is read',
    'is no plain file',
    'is a link',
    'is no plain file',
  ];
  assert.deepEqual(
    new Map(problems.map(([path, text]) => [path, text])),
    new Map(
      whys.map((why, i) => [trial(i + 1), `has a ${meta} that ${why}; what it says is left out.`]),
    ),
  );
});

test('fields of wrong types are named and left out; NaN, as Python writes it, is none', async (t) => {
  const wrong = {
    'workload.max_allowed_runtime_sec': '1000',
    rng_seed: 1.5,
    git_commit_hash: ['a'],
    os_platform: 'Linux\u001b[2J',
    gpu_driver: null,
    gpu_model_name: 'x'.repeat(201),
  };
  const { results, problems } = await importedFiles(t, {
    [`${trial(1)}/${csv}`]: log('5,10,1,10,0.1'),
    [`${trial(1)}/${meta}`]: metaData(wrong).replace('0.02', 'NaN'),
  });
  const { origin, plan } = results[0]!;
  assert.deepEqual(origin.kind === 'imported' && origin.ran, { cpu: '96 x Example CPU' });
  assert.deepEqual([plan.seed, budget(results[0]!)], ['study_0/trial_1', 10]);
  const names =
    'workload.max_allowed_runtime_sec, rng_seed, git_commit_hash, os_platform, gpu_model_name';
  assert.deepEqual(problems, [
    [trial(1), `has a ${meta} whose ${names} cannot be what it says; that is left out.`],
  ]);
});

test('a log that is a pipe does not hold up the import', async (t) => {
  const { results, problems } = await importedFiles(
    t,
    {},
    {
      async more(root) {
        await mkdir(join(root, trial(1)), { recursive: true });
        execFileSync('mkfifo', [join(root, trial(1), csv)]);
      },
    },
  );
  assert.deepEqual(results, []);
  assert.deepEqual(problems, [[trial(1), `has an ${csv} that is no plain file.`]]);
});

test('entries of another commit or kernel than the rest are named', async (t) => {
  const [one, other] = ['1'.repeat(40), '2'.repeat(40)];
  const { results } = await importedFiles(t, {
    ...Object.fromEntries(
      ['adam', 'lion', 'sgd'].flatMap((name) => [
        [`${trial(1, name)}/${csv}`, log('5,10,1,10,0.85')],
        [`${trial(1, name)}/${meta}`, metaData({ git_commit_hash: one })],
      ]),
    ),
    [`${trial(2, 'sgd')}/${csv}`]: log('5,10,1,10,0.85'),
    [`${trial(2, 'sgd')}/${meta}`]: metaData({ git_commit_hash: other, os_platform: 'Linux-6' }),
  });
  const texts = [
    `sgd: 1 of 2 trials had harness commit ${other}, most trials of all ${one}.`,
    'sgd: 1 of 2 trials had kernel Linux-6, most trials of all Linux-5.10.0-x86_64-with-glibc2.31.',
  ];
  assert.deepEqual(
    unlikeRest(results).map(({ text }) => text),
    texts,
  );
  const { notes } = summarize(results, { resamples: 1 });
  assert.deepEqual(
    notes.filter(({ kind }) => kind === 'unlike').map(({ text }) => text),
    texts,
  );
});
