/**
 * Any value of submitted code as plain JSON and back, so that a process that never runs it can check what it is.
 * Lists, records and what JSON cannot say are tagged: `["list", ...]`, `["record", { ... }]`, `["number", "NaN"]`.
 */

const deepest = 8;

/** Stands for a function on the reading side: it can be told from other values, and calling it fails. */
const standIn = (): never => {
  throw new Error('This function stands for one of a submission; it cannot be called here.');
};

/** A value as JSON. Deeper nestings than any submission needs, and objects that are no records, are told by their kind. */
export function toPlain(value: unknown, depth = 0): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : ['number', String(value)];
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'function') return ['function'];
  if (typeof value !== 'object' || depth > deepest) return ['other', typeof value];
  if (Array.isArray(value)) return ['list', ...value.map((item) => toPlain(item, depth + 1))];
  const entries = Object.entries(value).map(([key, item]) => [key, toPlain(item, depth + 1)]);
  return ['record', Object.fromEntries(entries)];
}

/** The value again; functions come back as stand-ins, what was neither data nor function as undefined. */
export function fromPlain(plain: unknown): unknown {
  if (!Array.isArray(plain)) return plain;
  const [kind, ...rest] = plain as [unknown, ...unknown[]];
  switch (kind) {
    case 'list':
      return rest.map(fromPlain);
    case 'record':
      return Object.fromEntries(
        Object.entries(rest[0] as object).map(([key, item]) => [key, fromPlain(item)]),
      );
    case 'number':
      return Number(rest[0]);
    case 'function':
      return standIn;
    default:
      return undefined;
  }
}
