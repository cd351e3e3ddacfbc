/** Learning rates by width, so that the best one stays where it is. Yang et al. 2022 (Tensor Programs V), https://arxiv.org/abs/2203.03466 */
import type { Task } from '#spec';
import { scale } from './params.ts';
import { stateless, type Transform } from './transform.ts';

/** Multiplies the update at each path by a factor of its own. */
export const scaleByPath = (factor: (path: string) => number): Transform =>
  stateless((updates) => {
    const entries = Object.entries(updates).map(
      ([path, x]) => [path, scale({ x }, factor(path))['x']!] as const,
    );
    return Object.fromEntries(entries);
  });

/**
 * Factor by path for Adam-like rules: base width / width for parameters that multiply activations of that width, 1 for others.
 * A width is a dense weight's inputs [I, O] or a filter's input channels [h, w, I, O]. The first such parameter in the model's order reads the data and
 * keeps the rate: a guess, ours, as submissions are not told which layer is first or last.
 */
export const widthRates = (
  { parameters }: Pick<Task, 'parameters'>,
  base: number,
): ((path: string) => number) => {
  const widths = Object.entries(parameters).flatMap(([path, { role, shape }]) => {
    if (role === 'convWeight') return [[path, shape.at(-2)!] as const];
    return role === 'weight' || /^attention(?!Bias)/.test(role) ? [[path, shape[0]!] as const] : [];
  });
  const factors = new Map(widths.slice(1).map(([path, width]) => [path, base / width]));
  return (path) => factors.get(path) ?? 1;
};
