import assert from 'node:assert/strict';
import test from 'node:test';
import type { TrialResult } from '../../../harness/record/result.ts';
import { priceReport } from '../../../harness/score/price-report.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { imported, outcomes, sampleResult } from '../record/sample.ts';

/** A trial that needs so many steps to its target, at so many seconds each. */
function trialOf(
  submission: string,
  trial: number,
  {
    steps,
    stepSeconds,
    workload = 'digits',
  }: { steps: number; stepSeconds: number; workload?: string },
): TrialResult {
  const made = sampleResult({ plan: { submission, trial, workload, base: workload } });
  const shares = [0.5, 1];
  const evaluations = made.evaluations.map((at, i) => ({
    ...at,
    step: shares[i]! * steps,
    seconds: shares[i]! * steps * stepSeconds,
    gradientEvaluations: 2 * shares[i]! * steps,
    examples: 64 * shares[i]! * steps,
  }));
  const seconds = steps * stepSeconds;
  const outcome = { ...outcomes[1]!, seconds, step: steps } as TrialResult['outcome'];
  return { ...made, evaluations, outcome };
}

/** `thrifty` needs fewer steps, `quick` cheaper ones. */
const results = [
  trialOf('quick', 1, { steps: 400, stepSeconds: 0.01 }),
  trialOf('quick', 2, { steps: 400, stepSeconds: 0.0125 }),
  trialOf('quick', 3, { steps: 400, stepSeconds: 0.02 }),
  trialOf('thrifty', 1, { steps: 200, stepSeconds: 0.05 }),
];
const close = (a: number, b: number): void => {
  assert.ok(Math.abs(a - b) < 1e-12, `${a}, not ${b}`);
};

test('a price is the median over trials of seconds over steps, with least and greatest', () => {
  const report = priceReport(summarize(results, { resamples: 1 }));
  assert.deepEqual(report.ratiosTo, { kind: 'cheapest' });
  const [digits] = report.workloads;
  assert.deepEqual(
    digits!.prices.map(({ submission }) => submission),
    ['quick', 'thrifty'],
  );
  const [quick, thrifty] = digits!.prices;
  assert.ok(quick!.kind === 'known' && thrifty!.kind === 'known');
  close(quick!.seconds, 0.0125);
  close(quick!.low, 0.01);
  close(quick!.high, 0.02);
  assert.equal(quick!.trials, 3);
  assert.deepEqual(quick!.gradientsPerStep, { kind: 'known', value: 2 });
  assert.deepEqual(quick!.examplesPerStep, { kind: 'known', value: 64 });
  assert.ok(thrifty!.ratio.kind === 'known');
  close(thrifty!.ratio.value, 4);
});

test('ranks by steps stand beside ranks by seconds', () => {
  const { submissions } = priceReport(summarize(results, { resamples: 1 }));
  assert.deepEqual(
    submissions.map(({ name, bySeconds, bySteps }) => [name, bySeconds.place, bySteps.place]),
    [
      ['quick', 1, 2],
      ['thrifty', 2, 1],
    ],
  );
  const [quick] = submissions;
  // Twice the steps of the fewest: (4 - 2) / (4 - 1).
  close(quick!.bySteps.score, 2 / 3);
});

test('with a reference, ratios are to its prices, and their mean is over workloads that both have', () => {
  const more = [
    ...results,
    trialOf('quick', 1, { steps: 400, stepSeconds: 0.02, workload: 'words' }),
    trialOf('thrifty', 1, { steps: 200, stepSeconds: 0.02, workload: 'words' }),
    trialOf('quick', 1, { steps: 400, stepSeconds: 0.02, workload: 'speech' }),
  ];
  const report = priceReport(summarize(more, { reference: 'thrifty', resamples: 1 }));
  assert.deepEqual(report.ratiosTo, { kind: 'submission', name: 'thrifty' });
  const { priceRatio } = report.submissions.find(({ name }) => name === 'quick')!;
  assert.ok(priceRatio.kind === 'known' && priceRatio.workloads === 2);
  close(priceRatio.value, Math.sqrt(0.25));
  const speech = report.workloads.find(({ name }) => name === 'speech')!.prices;
  const [quick, thrifty] = speech;
  const why = 'no price of thrifty on this workload';
  assert.deepEqual(quick!.kind === 'known' && quick!.ratio, { kind: 'unknown', why });
  assert.deepEqual(thrifty, { submission: 'thrifty', kind: 'unknown', why: 'no results' });
});

test('imported logs have prices as well; they count steps only', () => {
  const logs = results.map((result) => ({ ...result, origin: imported }));
  const [price] = priceReport(summarize(logs, { resamples: 1 })).workloads[0]!.prices;
  assert.ok(price!.kind === 'known');
  close(price!.seconds, 0.0125);
  const why = 'imported logs count steps only';
  assert.deepEqual(price!.gradientsPerStep, { kind: 'unknown', why });
});

test('a trial that never got to an evaluation after a step has no price', () => {
  const [result] = results;
  const crashed = { ...result!, evaluations: [], outcome: outcomes[5]! };
  const { workloads, submissions } = priceReport(summarize([crashed], { resamples: 1 }));
  const why = 'no evaluation after a step';
  assert.deepEqual(workloads[0]!.prices, [{ submission: 'quick', kind: 'unknown', why }]);
  assert.equal(submissions[0]!.priceRatio.kind, 'unknown');
});

test('whoever reaches a target only after its budget does not by steps either', () => {
  const late = trialOf('late', 1, { steps: 100, stepSeconds: 0.5 }); // 50 of 12 s
  const { submissions } = priceReport(summarize([...results, late], { resamples: 1 }));
  const { bySteps } = submissions.find(({ name }) => name === 'late')!;
  assert.deepEqual(bySteps, { place: 3, score: 0 });
});

test('what crashed waits for its whole budget in vain, what was stopped for as long as it ran', () => {
  const at = (outcome: TrialResult['outcome']) => {
    const short = trialOf('short', 1, { steps: 100, stepSeconds: 0.01 });
    const evaluations = short.evaluations.slice(0, 1);
    return summarize([{ ...short, evaluations, outcome }], { resamples: 1 }).cells[0]!.median;
  };
  const [missed, stopped, diverged, crashed, killed] = outcomes.slice(2);
  for (const outcome of [missed!, diverged!, crashed!])
    assert.deepEqual(at(outcome), { kind: 'censored', seconds: 12 });
  assert.deepEqual(at(stopped!), { kind: 'censored', seconds: 9 });
  assert.deepEqual(at(killed!), { kind: 'censored', seconds: 2 });
});
