/** JSON schema (draft 2020-12) of a derivation: the runtime twin of `Derivation`. Strict, finite numbers only. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { derivationVersion, type Derivation } from './derivation.ts';

type Schema = Readonly<Record<string, unknown>>;

const object = (
  fields: Readonly<Record<string, Schema>>,
  optional: Readonly<Record<string, Schema>> = {},
): Schema => ({
  type: 'object',
  properties: { ...fields, ...optional },
  required: Object.keys(fields),
  additionalProperties: false,
});
const map = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
const list = (items: Schema): Schema => ({ type: 'array', items });

const text: Schema = { type: 'string' };
const number: Schema = { type: 'number' };
const amount: Schema = { type: 'number', minimum: 0 };
const count: Schema = { type: 'integer', minimum: 0 };
const ordinal: Schema = { type: 'integer', minimum: 1 };
const hex = (digits: number): Schema => ({ type: 'string', pattern: `^[0-9a-f]{${digits}}$` });
const hyperparameters = map({ type: ['number', 'string', 'boolean'] });

const curvePoint: Schema = {
  type: 'array',
  minItems: 3,
  maxItems: 4,
  prefixItems: [count, amount, number, number],
  items: false,
};

const run = object({
  stage: { enum: ['search', 'seeds'] },
  algorithm: text,
  hyperparameters,
  seed: text,
  ended: { enum: ['finished', 'diverged'] },
  startedAt: text,
  machine: hex(12),
  harness: hex(12),
  disturbed: list(text),
  steps: count,
  seconds: amount,
  evaluationSeconds: amount,
  curve: list(curvePoint),
});

const derivation = object({
  schema: { const: derivationVersion },
  workload: text,
  metric: object({ name: text, goal: { enum: ['minimize', 'maximize'] } }),
  target: object({ validation: number, test: number, stepHint: ordinal }),
  winner: object({ algorithm: text, hyperparameters }),
  hits: ordinal,
  procedure: object({ trials: count, seeds: ordinal, seed: text }, { from: text }),
  task: object({
    parameters: ordinal,
    batchSize: ordinal,
    evaluateEvery: ordinal,
    examples: object({ train: ordinal, validation: ordinal, test: ordinal }),
    bytesFetched: count,
    packages: list(object({ name: text, version: text, licence: text })),
  }),
  hashes: object({ task: hex(64), data: hex(64), algorithms: map(hex(64)) }),
  engine: { enum: ['tensorflow-gpu', 'tensorflow', 'wasm'] },
  machines: map(map(text)),
  runs: list(run),
});

const ajv = new Ajv2020({ strict: true, strictTuples: false, allowUnionTypes: true });
const isDerivation = ajv.compile<Derivation>(derivation);

const refusal = (file: string, fault: string): Error =>
  new Error(
    `${file} is no derivation of version ${derivationVersion}: ${fault}. Take the file from git, or delete it and set the target again: npx ttr targets.`,
  );

/** The value as a derivation; throws with the first fault and its place. */
export function checkDerivation(value: unknown, file: string): Derivation {
  if (isDerivation(value)) return value;
  const fault = isDerivation.errors?.[0];
  throw refusal(file, `${fault?.instancePath || 'the file'} ${fault?.message ?? ''}`);
}

/** The text of a file as a derivation. */
export function parseDerivation(text: string, file: string): Derivation {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw refusal(file, (error as Error).message);
  }
  return checkDerivation(value, file);
}
