/** Shampoo: gradients between inverse roots of their rows' and columns' second moments. */
import type { Params, State } from '#spec';
import { scaleByNadam } from './adam.ts';
import { cut, type CutOptions } from './cut.ts';
import { graftMatrices } from './graft.ts';
import { inverseRoots } from './inverse-roots.ts';
import { ema, zerosLike } from './params.ts';
import { averageGrams, between, identities, type Sides } from './sides.ts';
import { transform, type Transform } from './transform.ts';

export interface ShampooOptions {
  /** Decay of the momentum. */
  readonly b1?: number;
  /** Decay of the Kronecker factors. */
  readonly b2?: number;
  /** Whether the momentum looks ahead. */
  readonly nesterov?: boolean;
  /** Steps from one computation of the roots to the next, and to the first; until then the grafted rule goes alone. */
  readonly every?: number;
  /** Dimensions above this are cut into blocks; what has at most so many numbers is one vector. */
  readonly block?: number;
  /** The rule whose size each block's update takes; NAdam with the same decays when left out. */
  readonly graft?: Transform;
}

type ShampooState = { m: Params; factors: Sides; roots: Sides; graft: State };

/** The root's order: twice the number of sides that are longer than 1, as Gupta et al. have it for tensors of that order. */
const newRoots = (factors: Sides, old: Sides): Sides => {
  const places = (['left', 'right'] as const).flatMap((side) =>
    Object.entries(factors[side]).map(([key, matrix]) => ({ side, key, matrix })),
  );
  const made = inverseRoots(
    places.map(({ side, key, matrix }) => {
      const order = Number(key in factors.left) + Number(key in factors.right);
      return { matrix, p: 2 * order, old: old[side][key]! };
    }),
  );
  const roots: Sides = { left: {}, right: {} };
  for (const [i, { side, key }] of places.entries()) roots[side][key] = made[i]!;
  return roots;
};

/**
 * Gupta et al. 2018, https://arxiv.org/abs/1802.09568, with averaged factors, blocks and grafting as in Anil et al. 2020,
 * https://arxiv.org/abs/2002.09018, and Shi et al. 2023, https://arxiv.org/abs/2309.06497. Of each block, from zeros:
 *
 *     L = b2 L + (1 - b2) G G',   R = b2 R + (1 - b2) G' G,   m = b1 m + (1 - b1) G,   M = m or b1 m + (1 - b1) G
 *     U = L^(-1/4) M R^(-1/4),    update = U ||A|| / ||U||,   A the update of `graft`
 *
 * A vector has one side, and so L^(-1/2). No bias correction: the graft takes every scale out. The ridge of the roots is
 * relative (`inverseRoot`), where Shi et al. add 1e-8. All dimensions but the last are rows, where they keep up to four axes.
 */
export const scaleByShampoo = ({
  b1 = 0.9,
  b2 = 0.99,
  nesterov = true,
  every = 20,
  block = 64,
  graft = scaleByNadam({ b1, b2 }),
}: ShampooOptions = {}): Transform => {
  const blocks: CutOptions = { block, merge: block };
  return transform<ShampooState>({
    init(params) {
      const { batches } = cut(params, blocks);
      const [factors, roots] = [0, 1].map((k) => identities(batches, k, (length) => length > 1));
      return { m: zerosLike(params), factors: factors!, roots: roots!, graft: graft.init(params) };
    },
    update(grads, state, here) {
      const t = here.step + 1;
      const m = ema(state.m, grads, b1);
      const [sizes, graftState] = graft.update(grads, state.graft, here);
      const factors = averageGrams(state.factors, cut(grads, blocks).batches, b2);
      const roots = t % every === 0 ? newRoots(factors, state.roots) : state.roots;
      const next = { m, factors, roots, graft: graftState };
      if (t < every) return [sizes, next];
      const momentum = cut(nesterov ? ema(m, grads, b1) : m, blocks);
      const directions = between(roots, momentum.batches);
      return [momentum.join(graftMatrices(directions, cut(sizes, blocks).batches)), next];
    },
  });
};
