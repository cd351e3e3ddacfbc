import assert from 'node:assert/strict';
import test from 'node:test';
import { checkResult, parseResult } from '../../../harness/record/check.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import { aimlessPlan, imported, lost, measured, outcomes, sampleResult } from './sample.ts';

const samples: TrialResult[] = [
  ...outcomes.map((outcome) => sampleResult({ outcome })),
  { ...sampleResult({ outcome: { status: 'missed', seconds: 9, step: 640 } }), plan: aimlessPlan },
  sampleResult({ origin: lost, outcome: { status: 'killed', seconds: 2, by: 'SIGKILL' } }),
  sampleResult({ origin: imported }),
  sampleResult({ origin: { kind: 'imported', from: 'elsewhere' } }),
];

/** Paths of all fields of a record, e.g. `plan.until.kind`. */
function fieldsOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...fieldsOf(inner, [...path, key]),
  ]);
}

/** A copy with one field changed by `change`. */
function changed(
  value: TrialResult,
  path: readonly string[],
  change: (owner: Record<string, unknown>, key: string) => void,
): unknown {
  const copy: unknown = structuredClone(value);
  const owner = path
    .slice(0, -1)
    .reduce((inner, key) => (inner as Record<string, unknown>)[key], copy);
  change(owner as Record<string, unknown>, path.at(-1)!);
  return copy;
}

/** Fields that may be left out, and the free-form records whose keys are data. */
const optional = new Set([
  'test',
  'frequencyRatio',
  'trainingLoss',
  'evaluationSeconds',
  'loggingSeconds',
]);
const freeForm = ['hyperparameters', 'numerics', 'timing', 'noted', 'metrics'];
const isOptional = (path: readonly string[]): boolean =>
  (optional.has(path.at(-1)!) && path.at(-2) !== 'target') || freeForm.includes(path.at(-2) ?? '');
const isElement = (path: readonly string[]): boolean => /^\d+$/.test(path.at(-1)!);

test('every kind of record that the type allows passes the schema', () => {
  for (const sample of samples) assert.deepEqual(checkResult(sample), { ok: true, result: sample });
});

test('a record without one of its required fields is refused', () => {
  for (const sample of samples) {
    for (const path of fieldsOf(sample).filter((path) => !isElement(path))) {
      const without = changed(sample, path, (owner, key) => Reflect.deleteProperty(owner, key));
      assert.equal(checkResult(without).ok, isOptional(path), path.join('.'));
    }
  }
});

test('a field nobody declared is refused wherever it stands, and named', () => {
  for (const sample of samples) {
    for (const path of fieldsOf(sample)) {
      const fixed = changed(sample, path, (owner, key) => {
        const inner = owner[key];
        if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) {
          if (!freeForm.includes(key)) (inner as Record<string, unknown>)['surprise'] = 1;
        }
      });
      const isRecord = JSON.stringify(fixed) !== JSON.stringify(sample);
      const checked = checkResult(fixed);
      assert.equal(checked.ok, !isRecord, path.join('.'));
      if (!checked.ok) assert.match(checked.reason, /surprise/);
    }
  }
});

test('a number that is not finite is refused wherever it stands', () => {
  for (const sample of samples) {
    for (const path of fieldsOf(sample)) {
      for (const bad of [NaN, Infinity, null]) {
        const broken = changed(sample, path, (owner, key) => {
          if (typeof owner[key] === 'number') owner[key] = bad;
        });
        const isNumber = !Object.is(JSON.stringify(broken), JSON.stringify(sample));
        assert.equal(checkResult(broken).ok, !isNumber, path.join('.'));
      }
    }
  }
});

test('a record of another schema version is refused by its version', () => {
  assert.deepEqual(checkResult({ ...sampleResult(), schema: 7 }), {
    ok: false,
    reason: 'is of schema version 7; this harness reads version 3.',
  });
  assert.deepEqual(checkResult({ ...sampleResult(), schema: 1 }), {
    ok: false,
    reason:
      'is of schema version 1, whose plans do not say how a trial ends: run its trials again; this harness reads version 3.',
  });
});

test('a trial that ends at its target must have one', () => {
  const { target, ...rest } = sampleResult().plan;
  assert.ok(target !== undefined);
  assert.equal(checkResult({ ...sampleResult(), plan: rest }).ok, false);
});

test('a file that was cut short is refused as no JSON', () => {
  const text = JSON.stringify(sampleResult());
  const checked = parseResult(text.slice(0, text.length / 2));
  assert.ok(!checked.ok && checked.reason.startsWith('is not JSON'));
});

test('a name that could leave its folder is refused', () => {
  for (const submission of ['../up', 'a/b', '', '.hidden', 'a\\b']) {
    assert.equal(checkResult(sampleResult({ plan: { submission } })).ok, false, submission);
  }
  assert.equal(
    checkResult({ ...sampleResult(), origin: { ...measured, startedAt: 'today' } }).ok,
    false,
  );
});
