/** Learning rates by width, so that the best one stays where it is. Yang et al. 2022 (Tensor Programs V), https://arxiv.org/abs/2203.03466 */
import type { Task } from '#spec';

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
