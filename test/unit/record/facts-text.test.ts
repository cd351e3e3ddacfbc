import assert from 'node:assert/strict';
import { test } from 'node:test';
import { difference } from '../../../harness/record/facts-text.ts';

test('facts that differ are named with both values, those that one does not tell too', () => {
  const theirs = { cpu: 'A', node: 'v20', quota: 'none' };
  assert.equal(difference(theirs, { ...theirs }), undefined);
  assert.equal(
    difference(theirs, { cpu: 'A', node: 'v22', smt: 'off' }),
    'node v20 against v22, quota none against not told, smt not told against off',
  );
});
