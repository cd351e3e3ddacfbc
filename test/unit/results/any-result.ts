/** Any result that the schema allows, as a file gives it: each kind of plan, origin and outcome, optional fields there or not. */
import fc from 'fast-check';
import { schemaVersion, type TrialResult } from '../../../harness/record/result.ts';
import { lost, measured, samplePlan } from '../record/sample.ts';

type Fields = Record<string, fc.Arbitrary<unknown>>;

/** An object with these fields; those of `optional` are there or not. */
const object = (fields: Fields, optional: Fields = {}): fc.Arbitrary<object> =>
  fc.record({ ...fields, ...optional }, { requiredKeys: Object.keys(fields) });

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const amount = fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 });
const positive = fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-300 });
const share = fc.double({ noNaN: true, min: 0, max: 1 });
const count = fc.nat();
const text = fc.string({ unit: 'binary' });
const key = fc.oneof(text, fc.constantFrom('__proto__', 'a/b', '~1', '', '0', 'doubles'));
const map = (values: fc.Arbitrary<unknown>) => fc.dictionary(key, values, { maxKeys: 4 });
const hexDigit = fc.integer({ min: 0, max: 15 }).map((digit) => digit.toString(16));
const hex = (digits: number) => fc.string({ unit: hexDigit, minLength: digits, maxLength: digits });

const target = object({ validation: number, test: number });
const budget = object({ steps: amount, stepSeconds: amount, seconds: amount });
const free = {
  id: hex(16),
  hyperparameters: map(fc.oneof(number, text, fc.boolean())),
  seed: text,
};
const plan = fc
  .oneof(
    object({ ...free, target, until: object({ kind: fc.constant('target'), budget }) }),
    object(
      {
        ...free,
        until: object({
          kind: fc.constant('evaluations'),
          count: fc.integer({ min: 1 }),
          testAt: fc.constantFrom('target', 'bests', 'never'),
        }),
      },
      { target },
    ),
  )
  .map((own) => {
    const { target: _target, until: _until, ...named } = samplePlan;
    return { ...named, ...own };
  });

const machine = object({
  fingerprint: hex(12),
  numerics: map(text),
  timing: map(text),
  noted: map(text),
});
const ran = {
  machine,
  about: object({ title: text, authors: fc.array(text, { maxLength: 3 }), reference: text }),
  command: text,
};
const noise = object(
  {
    involuntarySwitchesPerSecond: amount,
    stealShare: share,
    loadBefore: amount,
    loadAfter: amount,
    disturbed: fc.array(text, { maxLength: 2 }),
  },
  { othersShare: share, frequencyRatio: fc.constantFrom(0.5, 1) },
);
const conditions = object(
  { pinned: fc.boolean(), offline: fc.boolean(), stops: fc.boolean(), clear: fc.boolean() },
  { quota: fc.constantFrom(0.5, 2) },
);
const ledger = object(
  Object.fromEntries(Object.keys(measured.ledger).map((bucket) => [bucket, amount])),
);
const origin = fc.oneof(
  object({ ...ran, noise, conditions, ledger, readsClock: fc.boolean(), peakBytes: amount }).map(
    (own) => ({ ...measured, ...own }),
  ),
  object(ran).map((own) => ({ ...lost, ...own })),
  object({
    ...ran,
    kind: fc.constant('adopted'),
    readsClock: fc.boolean(),
    adoption: object({
      from: machine,
      ...{ ratio: positive, low: positive, high: positive },
      replays: fc.constantFrom(1, 4),
      proved: count,
    }),
  }).map((own) => ({ ...lost, ...own })),
  object(
    { kind: fc.constant('imported'), from: text },
    {
      ...{ evaluationSeconds: amount, loggingSeconds: amount },
      ran: object({}, { harness: text, kernel: text, cpu: text, gpu: text, driver: text }),
      resumed: object({ times: fc.constantFrom(1, 3), droppedRows: count }),
    },
  ),
);

const evaluation = object(
  {
    step: count,
    seconds: amount,
    examples: count,
    gradientEvaluations: count,
    validation: number,
    metrics: map(number),
  },
  { trainingLoss: number, test: number, wallSeconds: amount, yardstickSeconds: amount },
);

const ended = (status: string, more: Fields, optional: Fields = {}) =>
  object({ status: fc.constant(status), seconds: amount, ...more }, optional);
const outcome = fc.oneof(
  ended(
    'reached',
    { step: count, evaluation: count },
    { test: object({ value: number, reached: fc.boolean() }) },
  ),
  ended('missed', { step: count }),
  ended('stopped', { step: count, reason: text }),
  ended('diverged', { step: count }),
  ended('crashed', { reason: text, stderr: text }),
  ended('killed', { by: text }),
);

export const anyResult: fc.Arbitrary<TrialResult> = object({
  schema: fc.constant(schemaVersion),
  plan,
  origin,
  work: object({
    steps: count,
    gradientEvaluations: count,
    lossEvaluations: count,
    examples: count,
  }),
  evaluations: fc.array(evaluation, { maxLength: 5 }),
  outcome,
}).map((value) => JSON.parse(JSON.stringify(value)) as TrialResult);
