import assert from 'node:assert/strict';
import test from 'node:test';
import { parsePack } from '../../../harness/record/check-pack.ts';
import { packResults } from '../../../harness/results/pack/pack-results.ts';
import { sampleResult } from './sample.ts';

const pack = packResults('alpha', [sampleResult()], {});

const reasonOf = (value: unknown): string => {
  const parsed = parsePack(JSON.stringify(value));
  assert.ok(parsed !== undefined && !parsed.ok);
  return parsed.reason;
};

test('a pack is told from a result and from what is no JSON', () => {
  assert.deepEqual(parsePack(JSON.stringify(pack)), { ok: true, pack });
  assert.equal(parsePack(JSON.stringify(sampleResult())), undefined);
  assert.equal(parsePack('{"pack": 1,'), undefined);
  assert.equal(parsePack('["pack"]'), undefined);
});

test('a pack of another version, or of results of another, is refused by its version', () => {
  assert.equal(
    reasonOf({ ...pack, pack: 7 }),
    'is a pack of version 7; this harness reads version 1.',
  );
  assert.equal(
    reasonOf({ ...pack, schema: 2 }),
    'holds results of schema version 2; this harness reads version 3.',
  );
});

test('a pack that lacks a field, or has one that nobody declared, is damaged', () => {
  for (const key of Object.keys(pack).filter((name) => name !== 'pack'))
    assert.match(reasonOf({ ...pack, [key]: undefined }), /is a damaged pack: .*required/);
  assert.match(reasonOf({ ...pack, surprise: 1 }), /is a damaged pack/);
  assert.match(reasonOf({ ...pack, pack: 'one' }), /is a damaged pack: \/pack/);
  assert.match(reasonOf({ ...pack, code: { short: 'x' } }), /is a damaged pack: \/code/);
});
