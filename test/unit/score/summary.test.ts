import assert from 'node:assert/strict';
import test from 'node:test';
import type { TrialResult } from '../../../harness/record/result.ts';
import type { Ruleset } from '../../../harness/record/rulesets.ts';
import { crossing } from '../../../harness/score/crossing.ts';
import { median } from '../../../harness/score/median.ts';
import { medianSampler } from '../../../harness/score/resampled-median.ts';
import { stream } from '../../../harness/score/stream.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { measured, outcomes, sampleResult } from '../record/sample.ts';
import { resultsOf } from './contest.ts';

const base = { workload: 'digits', base: 'digits' };

test('results of two machines are refused, and the error says which there are and how to choose', () => {
  const other = { ...measured, machine: { ...measured.machine, fingerprint: '111111111111' } };
  const mixed = [
    sampleResult({ plan: base }),
    sampleResult({ plan: base, origin: other }),
    sampleResult({ plan: base, origin: { ...measured, engine: 'tensorflow' } }),
  ];
  assert.throws(
    () => summarize(mixed),
    /machine 111111111111, engine wasm.*\n.*abcdef012345, engine tensorflow.*\n.*engine wasm[^]*--fingerprint/,
  );
  const { source } = summarize(mixed, { fingerprint: '111111111111', resamples: 1 });
  assert.ok(source.kind === 'measured' && source.machine.fingerprint === '111111111111');
  assert.throws(() => summarize(mixed, { fingerprint: 'nowhere' }), /No result fits/);
  assert.throws(() => summarize([]), /no results/);
});

const under = (ruleset: Ruleset, submission: string, trial: number) =>
  sampleResult({ plan: { ...base, ruleset, submission, trial } });

test('both rulesets share a table where nobody had a second trial, and a note says why', () => {
  const results = [under('external', 'lion', 1), under('self-tuning', 'free', 1)];
  const { ruleset, submissions, notes } = summarize(results, { resamples: 1 });
  assert.equal(ruleset, 'both');
  assert.deepEqual(
    submissions.map((one) => [one.name, one.ruleset]),
    [
      ['free', 'self-tuning'],
      ['lion', 'external'],
    ],
  );
  assert.match(notes.find(({ kind }) => kind === 'ruleset')!.text, /one trial a study/);
  const alone = summarize(results, { ruleset: 'external', resamples: 1 });
  assert.deepEqual([alone.ruleset, alone.submissions.length], ['external', 1]);
  assert.ok(alone.notes.every(({ kind }) => kind !== 'ruleset'));
});

test('rulesets are kept apart where trials tuned, unless both are asked for', () => {
  const tuned = [1, 2].map((trial) => under('external', 'lion', trial));
  const results = [...tuned, under('self-tuning', 'free', 1)];
  assert.throws(
    () => summarize(results),
    /ruleset external: 2 results\n.*ruleset self-tuning: 1 results\n.*--ruleset external\|self-tuning\|both/,
  );
  const { ruleset, notes } = summarize(results, { ruleset: 'both', resamples: 1 });
  assert.equal(ruleset, 'both');
  assert.match(notes.find(({ kind }) => kind === 'ruleset')!.text, /both were asked for/);
  assert.equal(summarize(tuned, { ruleset: 'both', resamples: 1 }).ruleset, 'external');
});

test('a submission with results under both rulesets is refused as one line of a table', () => {
  const results = [under('external', 'lion', 1), under('self-tuning', 'lion', 1)];
  assert.throws(() => summarize(results), /Choose with/);
  assert.throws(() => summarize(results, { ruleset: 'both' }), /lion cannot share a table/);
});

test('missing base workloads are named, and a subset can be scored', () => {
  const results = resultsOf([[[10], [20], [30]]]);
  const expected = ['digits', 'speech', 'words'];
  assert.throws(() => summarize(results, { expected }), /No results for speech\. .*--workloads/s);
  const { workloads } = summarize(results, { expected, workloads: ['words'], resamples: 1 });
  assert.deepEqual(
    workloads.map(({ name }) => name),
    ['words'],
  );
});

test('studies with fewer trials than others are noted', () => {
  const results = [1, 2].map((trial) => sampleResult({ plan: { ...base, study: 1, trial } }));
  const { notes } = summarize(
    [...results, sampleResult({ plan: { ...base, study: 2, trial: 1 } })],
    {
      resamples: 1,
    },
  );
  const texts = notes.filter(({ kind }) => kind === 'missing').map(({ text }) => text);
  assert.deepEqual(texts, ['alpha on digits has 2 trials a study, but 1 in study 2.']);
});

test('a held-out variant that was missed takes its base workload, and a note says so', () => {
  const results = resultsOf([
    [[10], [10], [Infinity]],
    [[20], [20], [20]],
  ]);
  const { submissions, notes, cells } = summarize(results, { resamples: 1 });
  assert.deepEqual(
    submissions.map(({ name, score, ungatedScore }) => [name, score, ungatedScore]),
    [
      ['s1', (1 + 2 / 3) / 2, 2 / 3],
      ['s0', 1 / 2, 1],
    ],
  );
  const gated = cells.find(({ gatedBy }) => gatedBy.length > 0)!;
  assert.deepEqual(
    [gated.submission, gated.workload, gated.gatedBy],
    ['s0', 'digits', ['digits_wide']],
  );
  assert.ok(notes.some(({ kind, text }) => kind === 'gate' && text.includes('s0 loses digits')));
});

test('a median that is a miss is censored at the budget, and no results are absent', () => {
  const [s0, ...rest] = resultsOf([
    [[10, Infinity, Infinity], [10, 20, 30], []],
    [
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ],
  ]);
  const { cells } = summarize([s0!, ...rest], { resamples: 1 });
  const medians = cells
    .filter(({ submission }) => submission === 's0')
    .map((cell) => [cell.workload, cell.median]);
  assert.deepEqual(Object.fromEntries(medians), {
    digits: { kind: 'censored', seconds: 9e5 },
    words: { kind: 'reached', seconds: 20 },
    digits_wide: { kind: 'absent' },
  });
});

test('the fixed-reference score does not move with other entries', () => {
  const two = resultsOf([
    [[10], [30], [10]],
    [[20], [20], [20]],
  ]);
  const scoreOf = (results: readonly TrialResult[]) =>
    summarize(results, { reference: 's1', resamples: 1 }).submissions.find(
      ({ name }) => name === 's0',
    )!.fixedReferenceScore;
  const expected = { kind: 'known', value: ((4 - 0.5) / 3 + (4 - 1.5) / 3) / 2 };
  assert.deepEqual(scoreOf(two), expected);
  const third = resultsOf([[], [], [[1], [1], [1]]]);
  assert.deepEqual(scoreOf([...two, ...third]), expected);
});

test('measured trials are compared with the step hint by default, and pay for all their wall time', () => {
  const { submissions, reference } = summarize([sampleResult({ plan: base })], { resamples: 1 });
  assert.deepEqual(reference, { kind: 'step-hint' });
  // 900 steps of 0.01 s against 8 s.
  assert.ok(Math.abs((submissions[0]!.speedup as { value: number }).value - 9 / 8) < 1e-12);
  assert.equal(submissions[0]!.cost.trialHours, 12 / 3600);
});

test('an outcome that its own evaluations contradict does not count, and a note says so', () => {
  const lying = { ...outcomes[0]!, seconds: 3 };
  const { cells, notes } = summarize([sampleResult({ plan: base, outcome: lying })], {
    resamples: 1,
  });
  assert.deepEqual(cells[0]!.median, { kind: 'reached', seconds: 8 });
  assert.ok(
    notes.some(({ kind, text }) => kind === 'problem' && text.includes('reached after 3 s')),
  );
});

test('a target reached when the budget was over is not reached', () => {
  const late = sampleResult({ plan: base });
  const evaluations = late.evaluations.map((at) => ({ ...at, seconds: at.seconds + 4.5 }));
  const { cells } = summarize([{ ...late, evaluations }], { resamples: 1 }); // 12.5 of 12 s
  assert.deepEqual([cells[0]!.median.kind, cells[0]!.hitRate], ['censored', 0]);
});

test('a spike moves the first crossing, not the confirmed one; interpolation lies between two evaluations', () => {
  const result = sampleResult();
  const values = [0.9, 0.98, 0.9, 0.96, 0.98, 0.99];
  const point = result.evaluations[0]!;
  const evaluations = values.map((validation, i) => ({ ...point, validation, seconds: i }));
  const at = (kind: 'first' | 'confirmed' | 'interpolated') =>
    crossing({ ...result, evaluations }, { goal: 'maximize', target: 0.97 }, kind)!.seconds;
  assert.equal(at('first'), 1);
  assert.equal(at('confirmed'), 4);
  assert.ok(Math.abs(at('interpolated') - 0.07 / 0.08) < 1e-9);
});

for (const n of [2, 3, 4, 5, 6]) {
  test(`the median of a resample of ${n} studies has the distribution that drawing one by one gives`, () => {
    const values = Array.from({ length: n }, (_, i) => 2 ** i);
    const count = 40_000;
    const frequencies = (draw: () => number): Map<number, number> => {
      const found = new Map<number, number>();
      for (let i = 0; i < count; i++) {
        const value = draw();
        found.set(value, (found.get(value) ?? 0) + 1 / count);
      }
      return found;
    };
    const random = stream(1, 'plain');
    const plain = frequencies(() => median(values.map(() => values[Math.floor(random() * n)]!)));
    const direct = frequencies(medianSampler(values, stream(2, 'direct')));
    for (const value of new Set([...plain.keys(), ...direct.keys()])) {
      assert.ok(Math.abs((plain.get(value) ?? 0) - (direct.get(value) ?? 0)) < 0.015, `${value}`);
    }
  });
}
