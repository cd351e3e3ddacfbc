/** How errors show a value of unknown type, and the question asked first of most of them. */

/** A value as an error shows it. */
export const shown = (value: unknown): string => {
  if (typeof value === 'function') return 'a function';
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    return String(value);
  return JSON.stringify(value);
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
