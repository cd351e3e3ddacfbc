/** The levels of `npm run check:verdicts`, on a small grid: equal submissions with the noise of real trials. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { boardOf, drawStudies, equal, standing } from '../../../harness/bench/levels/boards.ts';
import { falseVerdicts } from '../../../harness/bench/levels/boards-tables.ts';
import { sequential } from '../../../harness/bench/levels/comparisons.ts';

/** 5 % and three standard errors. */
const allowed = (repeats: number): number => 0.05 + 3 * Math.sqrt((0.05 * 0.95) / repeats);

for (const [studies, workloads] of [
  [1, 6],
  [2, 3],
  [3, 2],
  [4, 1],
  [5, 1],
  [3, 6],
] as const) {
  test(`${studies} studies on ${workloads} workloads tell two equal submissions apart in at most 5 %`, () => {
    const repeats = 300;
    const share = falseVerdicts({ studies, workloads }, equal, repeats)!;
    assert.ok(share <= allowed(repeats), `${share}`);
  });
}

for (const [studies, workloads] of [
  [1, 5],
  [2, 2],
  [3, 1],
] as const) {
  test(`${studies} studies on ${workloads} workloads never tell: too few runs`, () => {
    assert.equal(falseVerdicts({ studies, workloads }, equal, 100), undefined);
  });
}

test('four equal submissions make one tie group, and none is surely best, in 95 % of boards', () => {
  const size = { submissions: 4, studies: 3, workloads: 3 };
  const repeats = 60;
  let [divided, sure] = [0, 0];
  for (let seed = 0; seed < repeats; seed++) {
    const found = standing(boardOf(size, drawStudies(size, equal, seed), seed));
    if (found.tieGroups.some((group) => group > 1)) divided++;
    if (found.bestProbability.some((share) => share > 0.95)) sure++;
  }
  assert.ok(divided / repeats <= allowed(repeats), `${divided}`);
  assert.ok(sure / repeats <= allowed(repeats), `${sure}`);
});

for (const [words, truth] of Object.entries({
  'heavy tails and misses': { ratio: 1 },
  'three workloads in turn': { ratio: 1, workloads: 3 },
  'a second place that takes 5 % longer': { ratio: 1, second: 1.05 },
})) {
  test(`ttr compare, looked at after each of 60 pairs, errs in at most 5 %: ${words}`, () => {
    const repeats = 150;
    const { wrong } = sequential(truth, 60, repeats);
    assert.ok(wrong <= allowed(repeats), `${wrong}`);
  });
}

test('ttr compare finds a ratio of 1.5 within 20 pairs in four of five comparisons, on the right side', () => {
  const { most, wrong, uncovered } = sequential({ ratio: 1.5 }, 60, 100);
  assert.ok(most <= 20, `${most}`);
  assert.equal(wrong, 0);
  assert.ok(uncovered <= allowed(100), `${uncovered}`);
});
