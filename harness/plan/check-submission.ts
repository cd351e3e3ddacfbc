/** Is this value a submission? Says in words what is wrong with it, before any compute is spent. */
import { checkPoints } from './check-points.ts';
import { checkSpace } from './check-space.ts';
import { isRecord, shown } from './described.ts';

const known = ['title', 'authors', 'reference', 'space', 'points', 'algorithm'];

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.trim() !== '';

/** The problems of what a submission file exports by default; none when it is a submission. */
export const checkSubmission = (value: unknown): string[] => {
  if (!isRecord(value))
    return [
      `The default export is ${shown(value)}. Export defineSubmission({ ... }) from '#spec'.`,
    ];
  const { title, authors, reference, space, points, algorithm } = value;
  const problems: string[] = [];

  for (const key of Object.keys(value))
    if (!known.includes(key))
      problems.push(`"${key}" means nothing here. A submission has: ${known.join(', ')}.`);

  if (!isText(title)) problems.push(`title is ${shown(title)}. It must be the method's name.`);
  if (!Array.isArray(authors) || authors.length === 0 || !authors.every(isText))
    problems.push(`authors is ${shown(authors)}. It must be a list of at least one name.`);
  if (!isText(reference) || !/^https?:\/\/\S+$/.test(reference))
    problems.push(
      `reference is ${shown(reference)}. It must be the address (https://...) of the method's paper or page.`,
    );
  if (typeof algorithm !== 'function')
    problems.push(
      `algorithm is ${shown(algorithm)}. It must be a function (hp, task) => algorithm.`,
    );
  if (space !== undefined) problems.push(...checkSpace(space));
  if (points !== undefined) problems.push(...checkPoints(points, space));
  return problems;
};
