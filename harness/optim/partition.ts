/** Different rules for different parameters. */
import type { Params, State } from '#spec';
import { transform, type Transform } from './transform.ts';
import type { Mask } from './weight-decay.ts';

const where = (params: Params, wanted: (path: string) => boolean): Params =>
  Object.fromEntries(Object.entries(params).filter(([path]) => wanted(path)));

/** `inside` for the parameters that `mask` chooses, `outside` for the others. Each sees only its own. */
export const partition = (mask: Mask, inside: Transform, outside: Transform): Transform => {
  const others: Mask = (path) => !mask(path);
  return transform<{ inside: State; outside: State }>({
    init: (params) => ({
      inside: inside.init(where(params, mask)),
      outside: outside.init(where(params, others)),
    }),
    update(updates, state, here) {
      const apply = (rule: Transform, old: State, wanted: Mask): [Params, State] =>
        rule.update(where(updates, wanted), old, {
          ...here,
          params: where(here.params, wanted),
        });
      const [ins, nextInside] = apply(inside, state.inside, mask);
      const [outs, nextOutside] = apply(outside, state.outside, others);
      // In the order of `updates`.
      const all = Object.keys(updates).map((path) => [path, ins[path] ?? outs[path]!] as const);
      return [Object.fromEntries(all), { inside: nextInside, outside: nextOutside }];
    },
  });
};
