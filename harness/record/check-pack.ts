/** Turns what was read into a `Pack`, or says what is wrong with it. What its columns hold is for others to check. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { packVersion, type Pack } from './pack.ts';
import { schemaVersion } from './result.ts';

type Schema = Readonly<Record<string, unknown>>;

/** An object with exactly these fields. */
const object = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const list = (items: Schema): Schema => ({ type: 'array', items });
const count = { type: 'integer', minimum: 0 };
const path = { type: 'string', pattern: '^/' };
const hash = '^[0-9a-f]{64}$';

const column = {
  oneOf: [
    object({ same: {} }),
    object({ each: list({}) }),
    object({ of: list({}), at: list(count) }),
    object({ doubles: { const: true } }),
  ],
};
const run = {
  type: 'array',
  prefixItems: [{ type: 'integer', minimum: 1 }, count],
  minItems: 2,
  items: false,
};
const table = object({
  shapes: list({ type: 'array', items: path, minItems: 1, uniqueItems: true }),
  rows: list(run),
  columns: { type: 'object', propertyNames: path, additionalProperties: column },
});

const packSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: `Packed results, version ${packVersion}`,
  ...object({
    pack: { const: packVersion },
    schema: { const: schemaVersion },
    submission: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' },
    sha256: { type: 'string', pattern: hash },
    code: {
      type: 'object',
      propertyNames: { type: 'string', pattern: hash },
      additionalProperties: { type: 'string' },
    },
    trials: table,
    evaluations: table,
    doubles: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
  }),
};

/** Compiled when the first pack is read: most processes read none. */
let compiled: ValidateFunction<Pack> | undefined;

export type CheckedPack =
  { readonly ok: true; readonly pack: Pack } | { readonly ok: false; readonly reason: string };

/** Other versions are refused by their number, of the pack or of the results in it. */
function checkPack(value: { readonly pack: unknown; readonly schema?: unknown }): CheckedPack {
  const isPack = (compiled ??= new Ajv2020({ strict: true }).compile<Pack>(packSchema));
  if (isPack(value)) return { ok: true, pack: value };
  const { pack, schema } = value;
  const refuse = (what: string, reads: number): CheckedPack => ({
    ok: false,
    reason: `${what}; this harness reads version ${reads}.`,
  });
  if (typeof pack === 'number' && pack !== packVersion)
    return refuse(`is a pack of version ${pack}`, packVersion);
  if (typeof schema === 'number' && schema !== schemaVersion)
    return refuse(`holds results of schema version ${schema}`, schemaVersion);
  const fault = isPack.errors?.[0];
  const where = fault?.instancePath === '' ? 'the file' : fault?.instancePath;
  return { ok: false, reason: `is a damaged pack: ${where} ${fault?.message}.` };
}

/** The pack that a file's text holds; undefined where it is something else. */
export function parsePack(text: string): CheckedPack | undefined {
  if (!text.includes('"pack"')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const named = typeof value === 'object' && value !== null && Object.hasOwn(value, 'pack');
  return named ? checkPack(value as { pack: unknown }) : undefined;
}
