/** Is this value a list of hyperparameter points? */
import { isHyperparameter } from './check-space.ts';
import { isRecord, shown } from './described.ts';

/** The problems of a list of points; every point names what the space names, or else what the first point does. */
export const checkPoints = (points: unknown, space: unknown): string[] => {
  if (!Array.isArray(points) || points.length === 0)
    return [`points is ${shown(points)}. It must be a list of at least one point.`];
  const list: unknown[] = points;
  const names = Object.keys(isRecord(space) ? space : isRecord(list[0]) ? list[0] : {});

  return list.flatMap((point, i) => {
    const at = `points[${i}]`;
    if (!isRecord(point)) return [`${at} is ${shown(point)}. It must hold a value for each name.`];
    const missing = names.filter((name) => !(name in point));
    const extra = Object.keys(point).filter((name) => !names.includes(name));
    const wrong = Object.entries(point).filter(([, value]) => !isHyperparameter(value));
    return [
      ...missing.map((name) => `${at} lacks "${name}". Every point has: ${names.join(', ')}.`),
      ...extra.map((name) => `${at} has "${name}". Every point has just: ${names.join(', ')}.`),
      ...wrong.map(
        ([name, value]) =>
          `${at}.${name} is ${shown(value)}. It must be a finite number, a string or a boolean.`,
      ),
    ];
  });
};
