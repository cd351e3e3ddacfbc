/**
 * JSON schema (draft 2020-12) of a stored trial: the runtime twin of `TrialResult`, version by version.
 * Strict: every field is named, nothing else may stand in a file, numbers are finite.
 */
import { schemaVersion } from './result.ts';

type Schema = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, Schema>>;

/** An object with exactly these fields; those in `optional` may be left out. */
const object = (fields: Fields, optional: Fields = {}): Schema => ({
  type: 'object',
  properties: { ...fields, ...optional },
  required: Object.keys(fields),
  additionalProperties: false,
});
const map = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
const list = (items: Schema): Schema => ({ type: 'array', items });
/** A union told apart by the constant in `tag`. */
const union = (tag: string, members: readonly Schema[]): Schema => ({
  type: 'object',
  properties: { [tag]: { type: 'string' } },
  required: [tag],
  discriminator: { propertyName: tag },
  oneOf: members,
});

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const number: Schema = { type: 'number' };
const positive: Schema = { type: 'number', exclusiveMinimum: 0 };
const amount: Schema = { type: 'number', minimum: 0 };
const share: Schema = { type: 'number', minimum: 0, maximum: 1 };
const count: Schema = { type: 'integer', minimum: 0 };
const ordinal: Schema = { type: 'integer', minimum: 1 };
const hash: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const hex = (digits: number): Schema => ({ type: 'string', pattern: `^[0-9a-f]{${digits}}$` });
const constant = (value: string | number): Schema => ({ const: value });
/** Safe as a file name on every system. */
const name: Schema = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' };

const until = union('kind', [
  object({
    kind: constant('target'),
    budget: object({ steps: amount, stepSeconds: amount, seconds: amount }),
  }),
  object({
    kind: constant('evaluations'),
    count: ordinal,
    testAt: { enum: ['target', 'bests', 'never'] },
  }),
]);

const planFields: Fields = {
  id: hex(16),
  suite: text,
  ruleset: { enum: ['external', 'self-tuning'] },
  submission: name,
  workload: name,
  base: name,
  study: ordinal,
  trial: ordinal,
  seed: text,
  hyperparameters: map({ type: ['number', 'string', 'boolean'] }),
  metric: object({ name: text, goal: { enum: ['minimize', 'maximize'] } }),
  stepHint: positive,
  until,
};
const target = object({ validation: number, test: number });
/** A trial that ends at its target has one. */
const plan: Schema = {
  ...object(planFields, { target }),
  if: {
    type: 'object',
    properties: { until: { type: 'object', properties: { kind: constant('target') } } },
  },
  then: { type: 'object', properties: { target }, required: ['target'] },
};

const noise = object(
  {
    involuntarySwitchesPerSecond: amount,
    stealShare: share,
    loadBefore: amount,
    loadAfter: amount,
    disturbed: list(text),
  },
  { othersShare: share, frequencyRatio: { type: 'number', exclusiveMinimum: 0, maximum: 1 } },
);

const machine = object({
  fingerprint: hex(12),
  numerics: map(text),
  timing: map(text),
  noted: map(text),
});

const ran: Fields = {
  engine: { enum: ['tensorflow-gpu', 'tensorflow', 'wasm'] },
  machine,
  about: object({ title: text, authors: list(text), reference: text }),
  hashes: object({ submission: hash, workload: hash, data: hash, engine: hash }),
  loopRevision: ordinal,
  slot: text,
  startedAt: {
    type: 'string',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
  },
  command: text,
};

const adoption = object({
  from: machine,
  ratio: positive,
  low: positive,
  high: positive,
  replays: ordinal,
  proved: count,
});

const origin = union('kind', [
  object({ kind: constant('adopted'), ...ran, adoption, readsClock: flag }),
  object({
    kind: constant('measured'),
    ...ran,
    ledger: object({
      wall: amount,
      setup: amount,
      clear: amount,
      waited: amount,
      throttled: amount,
      stolen: amount,
      evaluation: amount,
      checkpoint: amount,
      logging: amount,
    }),
    conditions: object(
      { pinned: flag, offline: flag, stops: flag, clear: flag },
      { quota: positive },
    ),
    noise,
    readsClock: flag,
    peakBytes: amount,
  }),
  object({ kind: constant('lost'), ...ran }),
  object(
    { kind: constant('imported'), from: text },
    {
      evaluationSeconds: amount,
      loggingSeconds: amount,
      ran: object({}, { harness: text, kernel: text, cpu: text, gpu: text, driver: text }),
      resumed: object({ times: ordinal, droppedRows: count }),
    },
  ),
]);

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

const ended = (status: string): Schema =>
  object({ status: constant(status), seconds: amount, step: count });
const outcome = union('status', [
  object(
    { status: constant('reached'), seconds: amount, step: count, evaluation: count },
    { test: object({ value: number, reached: flag }) },
  ),
  ended('missed'),
  object({ status: constant('stopped'), seconds: amount, step: count, reason: text }),
  ended('diverged'),
  object({ status: constant('crashed'), seconds: amount, reason: text, stderr: text }),
  object({ status: constant('killed'), seconds: amount, by: text }),
]);

export const trialResultSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `Trial result, version ${schemaVersion}`,
  ...object({
    schema: constant(schemaVersion),
    plan,
    origin,
    work: object({
      steps: count,
      gradientEvaluations: count,
      lossEvaluations: count,
      examples: count,
    }),
    evaluations: list(evaluation),
    outcome,
  }),
};
