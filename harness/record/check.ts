/** Turns what was read or is about to be written into a `TrialResult`, or says what is wrong with it. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { trialResultSchema } from './schema.ts';
import { schemaVersion, type TrialResult } from './result.ts';

const ajv = new Ajv2020({
  strict: true,
  discriminator: true,
  allErrors: false,
  allowUnionTypes: true,
});
const isTrialResult = ajv.compile<TrialResult>(trialResultSchema);

/** What files of earlier versions lack. */
const earlier: Readonly<Record<number, string>> = {
  1: ', whose plans do not say how a trial ends: run its trials again',
};

export type Checked =
  | { readonly ok: true; readonly result: TrialResult }
  | { readonly ok: false; readonly reason: string };

/** The first fault in words, with the place where it lies. */
export function checkResult(value: unknown): Checked {
  if (isTrialResult(value)) return { ok: true, result: value };
  const version = (value as { schema?: unknown } | null)?.schema;
  if (typeof version === 'number' && version !== schemaVersion) {
    const why = earlier[version] ?? '';
    const reason = `is of schema version ${version}${why}; this harness reads version ${schemaVersion}.`;
    return { ok: false, reason };
  }
  const fault = isTrialResult.errors?.[0];
  const extra: unknown = fault?.params['additionalProperty'];
  const where = fault?.instancePath === '' ? 'the file' : fault?.instancePath;
  const named = typeof extra === 'string' ? ` ("${extra}")` : '';
  return { ok: false, reason: `is no trial result: ${where} ${fault?.message}${named}.` };
}

/** As `checkResult`, of a file's text. */
export function parseResult(text: string): Checked {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, reason: `is not JSON: ${(error as Error).message}.` };
  }
  return checkResult(value);
}
