import type { Model } from '#spec';

/** How many numbers a model learns. */
export const parameterCount = ({ parameters }: Pick<Model, 'parameters'>): number =>
  Object.values(parameters).reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
