import assert from 'node:assert/strict';
import fc from 'fast-check';
import test from 'node:test';
import { withoutRepeats } from '../../../harness/algoperf/resumed.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { header, importedFiles, log, metaData } from './logs.ts';

type Row = readonly [seconds: number, step: number, hits?: boolean];

const course = (...rows: readonly Row[]) =>
  withoutRepeats(
    rows,
    ([seconds]) => seconds,
    ([, step]) => step,
    ([, , hits]) => hits === true,
  );

test('a log whose seconds never go back is as it was', () => {
  const rows: Row[] = [
    [1, 1],
    [2, 2],
    [2, 2],
    [5, 3, true],
    [6, 4],
  ];
  assert.deepEqual(course(...rows), { rows, resumes: 0, dropped: 0 });
});

test('what a checkpoint undid is dropped, and the hit after it kept', () => {
  const { rows, resumes, dropped } = course([10, 10], [20, 20], [30, 30], [21, 20], [31, 30, true]);
  assert.deepEqual(rows, [
    [10, 10],
    [21, 20],
    [31, 30, true],
  ]);
  assert.deepEqual([resumes, dropped], [1, 2]);
});

test('a hit is never undone: the official scorer takes the first in the file', () => {
  const { rows, dropped } = course([10, 10], [20, 20, true], [11, 11], [19, 20], [30, 30]);
  assert.deepEqual(rows, [
    [10, 10],
    [20, 20, true],
    [30, 30],
  ]);
  assert.equal(dropped, 2);
});

test('whatever the rows, seconds never go back and the first hit stays', () => {
  const row = fc.tuple(fc.nat(20), fc.nat(20), fc.boolean());
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const got = course(...rows);
      const seconds = got.rows.map(([at]) => at);
      assert.deepEqual(
        seconds,
        [...seconds].sort((a, b) => a - b),
      );
      const first = (all: readonly Row[]) => all.find(([, , hits]) => hits === true);
      assert.equal(first(got.rows), first(rows));
      assert.equal(got.rows.length + got.dropped, rows.length);
    }),
  );
});

test('a resumed trial keeps its hit, is marked, and a note says so', async (t) => {
  const path = 'adam/study_0/ogbg_jax/trial_1';
  const { results, problems } = await importedFiles(t, {
    [`${path}/eval_measurements.csv`]: log(
      ...['1,10,10,10,0.1', '2,20,20,20,0.2', '3,30,30,30,0.3'],
      ...['2,22,20,22,0.2', '3,32,30,32,0.85'],
    ),
  });
  const [result] = results;
  assert.deepEqual(result!.outcome, { status: 'reached', seconds: 32, step: 30, evaluation: 2 });
  assert.deepEqual(
    result!.evaluations.map(({ seconds }) => seconds),
    [10, 22, 32],
  );
  const { origin } = result!;
  assert.deepEqual(origin.kind === 'imported' && origin.resumed, { times: 1, droppedRows: 2 });
  const why = 'was resumed, as its seconds go back; 2 rows that were computed again are left out.';
  assert.deepEqual(problems, [[path, why]]);
  const { notes } = summarize(results, { resamples: 1 });
  assert.deepEqual(
    notes.filter(({ kind }) => kind === 'resumed').map(({ text }) => text),
    [
      'adam on ogbg, study 1, trial 1 was preempted and went on from a checkpoint once; 2 evaluations made twice count once.',
    ],
  );
});

test('preemptions that undid nothing are known by their column or by their files', async (t) => {
  const counted = `${header},preemption_count\n1,10,10,10,0.1,0\n2,20,20,20,0.2,3\n`;
  const [one, two] = ['adam/study_0/ogbg_jax/trial_1', 'adam/study_0/ogbg_jax/trial_2'];
  const { results, problems } = await importedFiles(t, {
    [`${one}/eval_measurements.csv`]: counted,
    [`${one}/meta_data_0.json`]: metaData(),
    [`${two}/eval_measurements.csv`]: log('1,10,10,10,0.1'),
    [`${two}/meta_data_0.json`]: metaData(),
    [`${two}/meta_data_2.json`]: 'not read',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    results.map(({ origin }) => origin.kind === 'imported' && origin.resumed),
    [
      { times: 3, droppedRows: 0 },
      { times: 2, droppedRows: 0 },
    ],
  );
});
