import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseEnd } from '../../../../harness/run/referee/believe.ts';

const work = { steps: 1, gradientEvaluations: 2, lossEvaluations: 3, examples: 4 };
const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

test('a last word is kept, what does not belong to it is not', () => {
  const end = { why: 'crashed', reason: 'no', work, readsClock: true } as const;
  assert.deepEqual(parseEnd(bytes({ ...end, work: { ...work, more: 'x' }, more: 1 })), end);
});

test('a long reason is cut', () => {
  const { reason } = parseEnd(bytes({ why: 'crashed', reason: 'x'.repeat(340_000), work }));
  assert.equal(reason?.length, 4004);
});

test('what is no last word is refused', () => {
  const wrong = [
    null,
    {},
    { why: 'won', work },
    { why: 'told' },
    { why: 'told', work: { ...work, steps: -1 } },
    { why: 'told', work: { ...work, examples: '1' } },
    { why: 'told', work: { ...work, steps: 0.5 } },
  ];
  for (const value of wrong)
    assert.throws(() => parseEnd(bytes(value)), /not one that the harness/);
  assert.throws(() => parseEnd(Buffer.from('{')), /not one that the harness/);
});
