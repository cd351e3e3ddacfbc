import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledgerBar } from '../../../../harness/report/charts/ledger-bar.ts';
import { profileChart } from '../../../../harness/report/charts/profile-chart.ts';
import { link } from '../../../../harness/report/views/ranking.ts';
import { seriesOf } from '../../../../harness/report/charts/series.ts';
import { timePanels } from '../../../../harness/report/charts/time-panel.ts';
import { trainingCharts } from '../../../../harness/report/charts/training-chart.ts';
import { summarize } from '../../../../harness/score/summarize.ts';
import { madeResults } from '../made-results.ts';

const results = madeResults({
  submissions: ['a', 'b', 'c'],
  workloads: ['image_resnet', 'text_lm'],
  studies: 3,
  trials: 3,
  hopeless: ['text_lm'],
});
const summary = summarize(results, { resamples: 200 });
const series = seriesOf(summary, {});

test('a profile starts at ratio 1, ends at r max, and never falls', () => {
  const { frame, curves } = profileChart(summary, series);
  assert.equal(curves.length, 3);
  for (const { d } of curves) {
    const points = [...d.matchAll(/(-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    assert.equal(points[0]![0], frame.left);
    assert.equal(points.at(-1)![0], frame.x1);
    points.forEach(([x, y], index) => {
      const [beforeX, beforeY] = points[Math.max(0, index - 1)]!;
      assert.ok(x! >= beforeX! && y! <= beforeY!);
    });
  }
});

test('every study is a dot; one that missed is open and lies at its budget', () => {
  for (const panel of timePanels(summary, results, series)) {
    for (const row of panel.rows) {
      assert.equal(row.dots.length, 3);
      for (const dot of row.dots) {
        if (!dot.reached) assert.equal(dot.at, panel.budget?.at);
      }
      assert.equal(new Set(row.dots.map(({ y }) => y)).size, 3);
    }
  }
  const hopeless = timePanels(summary, results, series).find(({ name }) => name === 'text_lm')!;
  assert.equal(hopeless.best, undefined);
  assert.ok(hopeless.rows.every(({ medianText }) => medianText === 'missed'));
});

test('the trial that counts for a study is drawn strong and ends in a dot, all others faint', () => {
  const [chart, hopeless] = trainingCharts(summary, results, series);
  const counting = summary.cells
    .filter(({ workload }) => workload === chart!.name)
    .flatMap(({ studies }) => studies.filter(({ trial }) => trial !== undefined));
  assert.ok(counting.length > 0);
  assert.equal(chart!.chosen.length, counting.length);
  assert.ok(chart!.chosen.every(({ hit }) => hit !== undefined));
  const faintCurves = chart!.faint.flatMap(({ d }) => d.split('M').slice(1)).length;
  assert.equal(faintCurves + counting.length, 27);
  assert.deepEqual(hopeless!.chosen, []);
});

test('the target line and its label lie inside the frame', () => {
  for (const { frame, targetY, targetLabelY } of trainingCharts(summary, results, series)) {
    for (const y of [targetY, targetLabelY]) assert.ok(y > frame.top && y < frame.y1);
  }
});

test('the parts of a ledger bar follow each other and end where the buckets end', () => {
  const { parts } = ledgerBar({
    wall: 100,
    setup: 10,
    clear: 50,
    waited: 10,
    throttled: 0,
    stolen: 0,
    evaluation: 20,
    checkpoint: 5,
    logging: 4,
  });
  assert.deepEqual(
    parts.map(({ bucket, x, width }) => `${bucket} ${x} ${width}`),
    [
      'setup 0.00% 10.00%',
      'clear 10.00% 50.00%',
      'waited 60.00% 10.00%',
      'evaluation 70.00% 20.00%',
      'checkpoint 90.00% 5.00%',
      'logging 95.00% 4.00%',
    ],
  );
});

test('only web addresses become links', () => {
  assert.deepEqual(link('https://arxiv.org/abs/1711.05101'), {
    href: 'https://arxiv.org/abs/1711.05101',
    text: 'arXiv 1711.05101',
  });
  assert.equal(link('https://example.org/a?b=1').text, 'example.org');
  for (const text of [
    'javascript:alert(1)',
    'data:text/html,x',
    'A journal, 1983',
    'file:///etc',
  ]) {
    assert.deepEqual(link(text), { href: '', text });
  }
});
