/** What is packed comes back as it was, in few bytes; what was changed since is noticed. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parsePack } from '../../../../harness/record/check-pack.ts';
import { checkResult } from '../../../../harness/record/check.ts';
import type { TrialResult } from '../../../../harness/record/result.ts';
import { packResults, unpackResults } from '../../../../harness/results/pack/pack-results.ts';
import { sha256 } from '../../../../harness/results/sha256.ts';
import { toText } from '../../../../harness/results/text.ts';
import { imported, lost, outcomes, sampleResult, aimlessPlan } from '../../record/sample.ts';
import { anyResult } from '../any-result.ts';
import { madeCode, madeResults } from '../made-results.ts';

const textOf = (results: readonly TrialResult[], code = {}): string =>
  toText(packResults('alpha', results, code));

/** What a pack's text holds; throws where it is damaged. */
function unpacked(text: string): unknown[] {
  const parsed = parsePack(text);
  if (parsed?.ok !== true) throw new Error(parsed?.reason ?? 'no pack');
  return unpackResults(parsed.pack);
}

/** Equal, and in the same order of fields. */
function assertSame(found: unknown[], results: readonly TrialResult[]): void {
  assert.deepEqual(found, results);
  assert.equal(JSON.stringify(found), JSON.stringify(results));
}

test('each kind of result comes back from a pack as it went in', () => {
  const results = [
    ...outcomes.map((outcome) => sampleResult({ outcome })),
    sampleResult({ origin: lost, outcome: { status: 'killed', seconds: 2, by: 'SIGKILL' } }),
    sampleResult({ origin: imported }),
    sampleResult({ origin: { kind: 'imported', from: 'elsewhere' } }),
    { ...sampleResult(), plan: aimlessPlan, evaluations: [] },
  ];
  assertSame(unpacked(textOf(results)), results);
  assertSame(unpacked(textOf([])), []);
});

test('any results that the schema allows come back to the last bit, whatever their fields', () => {
  fc.assert(
    fc.property(fc.array(anyResult, { maxLength: 6 }), (results) => {
      for (const result of results) assert.deepEqual(checkResult(result), { ok: true, result });
      assertSame(unpacked(textOf(results)), results);
    }),
    { numRuns: 100 },
  );
});

test('135 trials of 30 evaluations with their code take less than 300 kB', () => {
  const results = madeResults();
  assert.equal(results.length, 135);
  const code = madeCode();
  assert.ok(code.length > 13_000);
  const text = textOf(results, { [sha256(code)]: code });
  assertSame(unpacked(text), results);
  assert.ok(Buffer.byteLength(text) < 300_000, `${Buffer.byteLength(text)} bytes`);
  const plain = results.reduce((sum, result) => sum + JSON.stringify(result).length, 0);
  assert.ok(plain > 4 * text.length, `${plain} bytes before`);
});

test('a pack in which anything was changed gives the same results or none', () => {
  const results = outcomes.map((outcome) => sampleResult({ outcome }));
  const code = 'module.exports = 1;';
  const text = textOf(results, { [sha256(code)]: code });
  const at = fc.nat({ max: text.length - 1 });
  const character = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 });
  fc.assert(
    fc.property(at, character, (i, other) => {
      let found: unknown[];
      try {
        found = unpacked(text.slice(0, i) + other + text.slice(i + 1));
      } catch {
        return;
      }
      assert.deepEqual(found, results);
    }),
    { numRuns: 1000 },
  );
});

test('a pack that claims more than there is is refused before memory is taken', () => {
  const pack = packResults('alpha', [sampleResult()], {});
  const { shapes, columns } = pack.evaluations;
  const rows = [[2 ** 40, 0]] as const;
  const claimed = { ...pack, evaluations: { shapes, columns, rows } };
  assert.throws(() => unpackResults(claimed), /it claims to hold more than \d+ values/);
  const inflated = { ...pack, doubles: packResults('alpha', madeResults(), {}).doubles };
  assert.throws(() => unpackResults(inflated), /length|large|bytes/i);
});
