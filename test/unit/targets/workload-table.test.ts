/** The table of workloads and the picture of curves. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { curvesPicture } from '../../../harness/report/charts/curves-picture.ts';
import { baselineOf } from '../../../harness/targets/baseline.ts';
import { bestCurves } from '../../../harness/targets/best-curves.ts';
import { checkDerivation } from '../../../harness/targets/derivation-schema.ts';
import { derivationText, targetsText } from '../../../harness/targets/derivation-files.ts';
import { withTable, workloadTable } from '../../../harness/targets/workload-table.ts';
import { madeDerivation } from './made-derivation.ts';

const entry = {
  base: 'alpha',
  variant: 'base',
  metric: madeDerivation.metric,
  target: madeDerivation.target,
  parameters: 1234,
  derivation: madeDerivation,
};

test('baseline times are those of undisturbed repetitions that reach the target; its step is that of all', () => {
  assert.deepEqual(baselineOf(madeDerivation), {
    step: 15,
    seconds: 4,
    evaluationShare: 0.2,
    disturbed: false,
  });
});

test('where all were disturbed, their times are given and said to be', () => {
  const runs = madeDerivation.runs.filter(
    ({ stage, disturbed }) => stage === 'search' || disturbed.length > 0,
  );
  const { seconds, disturbed } = baselineOf({ ...madeDerivation, runs });
  assert.deepEqual([seconds, disturbed], [80, true]);
  assert.match(
    workloadTable([{ ...entry, derivation: { ...madeDerivation, runs } }]),
    /\| \(80\.0 s, step 20\) +\|/,
  );
});

test('a row tells target, budget, baseline, hits, runs, size and data; a variant without derivation says so', () => {
  const table = workloadTable([entry, { ...entry, variant: 'gelu', derivation: undefined }]);
  const [head, rule, first, second] = table.split('\n');
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  assert.equal(head!.length, rule!.length);
  assert.equal(head!.length, first!.length);
  assert.deepEqual(cells(first!), [
    ...['`alpha`', 'errorRate <= 0.3', '0.31', '20', '27 steps', '4.00 s, step 15', '20 %'],
    ...['one', '2/3', '2 + 3', '1,234', '50,000 / 400 / 500', '1.5 MB', 'MIT'],
  ]);
  assert.deepEqual(cells(second!).slice(5, 11), ['-', '-', 'set by hand', '-', '-', '1,234']);
});

test('the table goes between its marks, again and again', () => {
  const empty =
    'before\n<!-- workloads:begin, written by npx ttr workloads --write -->\n<!-- workloads:end -->\nafter\n';
  const once = withTable(empty, 'one');
  assert.match(once, /^before\n[^]*\n\none\n\n[^]*\nafter\n$/);
  assert.equal(withTable(withTable(once, 'two'), 'one'), once);
  assert.throws(() => withTable('no marks', 'one'), /has no place for the table/);
});

test('the picture draws the best searched run of each algorithm', () => {
  const curves = bestCurves(madeDerivation);
  assert.deepEqual(
    curves.map(({ name, points }) => [name, points.at(-1)]),
    [
      ['one', [20, 0.2]],
      ['two', [20, 0.45]],
    ],
  );
  const title = 'a <b> & c';
  const svg = curvesPicture({ title, metric: madeDerivation.metric, target: 0.3, curves });
  assert.match(svg, /a &lt;b&gt; &amp; c/);
  assert.equal(svg.match(/<path class="curve c[01]" d="M[\d.,L-]+"\/>/g)?.length, 2);
});

test('files hold one run a line, targets as Prettier writes them, and only what the schema names', () => {
  const text = derivationText(madeDerivation);
  assert.deepEqual(checkDerivation(JSON.parse(text), 'file'), madeDerivation);
  assert.equal(text.split('\n').filter((line) => line.includes('"stage"')).length, 5);
  assert.equal(
    targetsText({ base: madeDerivation.target }),
    '{\n  "base": { "validation": 0.3, "test": 0.31, "stepHint": 20 }\n}\n',
  );
  assert.throws(
    () => checkDerivation({ ...madeDerivation, extra: 1 }, 'file'),
    /file is no derivation of version 1/,
  );
});
