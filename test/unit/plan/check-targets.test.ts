import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTargets } from '../../../harness/plan/check-targets.ts';
import { targetOf } from '../../../harness/plan/variant.ts';
import quadratic from '../../../workloads/quadratic/workload.ts';

const good = { validation: 0.02, test: 0.022, stepHint: 300 };

const check = (targets: object): void => {
  checkTargets('quadratic', targets);
};

test('an entry of targets.json that is no target is told by file, entry and field', () => {
  check({ base: good, steep: good });
  const wrong = [
    [
      { base: { ...good, stepHint: undefined } },
      /nothing for "base".stepHint.*whole number from 1/,
    ],
    [{ base: { ...good, stepHint: 0.5 } }, /has 0.5 for "base".stepHint/],
    [{ base: good, steep: { ...good, validation: '0.1' } }, /"0.1" for "steep".validation.*finite/],
    [{ base: null }, /nothing for "base".validation/],
  ] as const;
  for (const [targets, message] of wrong)
    assert.throws(() => {
      check(targets);
    }, message);
});

test('a target that is wanted and not there says what there is and what to do', () => {
  const { base } = quadratic.targets;
  assert.throws(
    () => targetOf({ ...quadratic, targets: { base: base! } }, 'steep'),
    /no entry "steep", only: base\. Set it: npx ttr targets/,
  );
});
