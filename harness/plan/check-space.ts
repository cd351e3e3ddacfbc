/** Is this value a search space? */
import { isRecord, shown } from './described.ts';

const isFinite = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** What one hyperparameter may be: a finite number, a string or a boolean. */
export const isHyperparameter = (value: unknown): boolean =>
  isFinite(value) || typeof value === 'string' || typeof value === 'boolean';

const checkRange = (name: string, range: unknown): string[] => {
  const at = `space.${name}`;
  if (!isRecord(range))
    return [`${at} is ${shown(range)}. Use log(min, max), linear(min, max) or choice(...values).`];

  if (range.scale === 'choice') {
    const { values } = range;
    if (!Array.isArray(values) || values.length === 0 || !values.every(isHyperparameter))
      return [`${at} chooses from ${shown(values)}. Give finite numbers, strings or booleans.`];
    if (new Set(values).size < values.length)
      return [`${at} chooses from ${shown(values)}, which names a value twice.`];
    return [];
  }

  const { scale, min, max } = range;
  if (scale !== 'log' && scale !== 'linear')
    return [`${at}.scale is ${shown(scale)}. Use log(min, max), linear(min, max) or choice(...).`];
  if (!isFinite(min) || !isFinite(max) || min >= max)
    return [`${at} runs from ${shown(min)} to ${shown(max)}. Give finite numbers, min < max.`];
  if (scale === 'log' && min <= 0)
    return [`${at} is a log scale from ${min}. Its ends must be above 0; or use linear(min, max).`];
  return [];
};

/** The problems of a space; none when trials can draw points from it. */
export const checkSpace = (space: unknown): string[] => {
  if (!isRecord(space)) return [`space is ${shown(space)}. It must hold a range for each name.`];
  const ranges = Object.entries(space);
  if (ranges.length === 0)
    return ['space is empty. Leave it out: a submission without a space is self-tuning.'];
  return ranges.flatMap(([name, range]) => checkRange(name, range));
};
