/** CASPR, adaptive: a square root preconditioner on the left, and one on the right for what the left leaves. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Params, State } from '#spec';
import { type AdamOptions, scaleByNadam } from './adam.ts';
import { type Batches, cut } from './cut.ts';
import { graftTensors } from './graft.ts';
import { frobenius } from './inverse-root.ts';
import { inverseRoots } from './inverse-roots.ts';
import { ema, zerosLike } from './params.ts';
import { averageGrams, between, gram, identities, type Sides } from './sides.ts';
import { transform, type Transform } from './transform.ts';

export interface CasprOptions extends AdamOptions {
  /** Steps from one computation of the roots to the next. */
  readonly every?: number;
  /** Steps that NAdam makes alone at first. */
  readonly start?: number;
  /** Dimensions above this are cut into blocks. */
  readonly block?: number;
}

const ridge = 1e-6;

/** Momentum, L and R, the L of the roots before, P and Q, and NAdam's state. */
type CasprState = { m: Params; factors: Sides; before: Batches; roots: Sides; nadam: State };

/** max(tr(P (B + ridge ||B|| I) P), 0) / rows, [k, 1, 1]: the left factor's former size, seen through its new root. */
const leftOver = (root: Tensor, before: Tensor): Tensor => {
  const eye = tf.eye(before.shape[1]!);
  const ridged = before.add(frobenius(before).mul(eye).mul(ridge));
  const trace = root.matMul(ridged).mul(root).sum([-2, -1], true);
  return trace.relu().div(before.shape[1]!);
};

/** L, R and the L before, after one more gradient at step t. */
const accumulate = (state: CasprState, gradient: Batches, b2: number, fresh: boolean) => {
  const { factors, roots } = state;
  const { left } = averageGrams({ left: factors.left, right: {} }, gradient, b2);
  const right = Object.entries(factors.right).map(([key, old]) => {
    const [root, g] = [roots.left[key]!, gradient[key]!];
    const now = gram(root.matMul(g), 'right').mul((1 - b2) / g.shape[1]!);
    const kept = fresh ? old.mul(leftOver(root, state.before[key]!)) : old;
    return [key, kept.mul(b2).add(now)] as const;
  });
  return {
    factors: { left, right: Object.fromEntries(right) },
    before: fresh ? factors.left : state.before,
  };
};

const newRoots = ({ left, right }: Sides, old: Sides): Sides => {
  const keys = Object.keys(left);
  const wanted = (side: 'left' | 'right', factors: Batches) =>
    keys.map((key) => ({ matrix: factors[key]!, p: 2, old: old[side][key]! }));
  const made = inverseRoots([...wanted('left', left), ...wanted('right', right)], { ridge });
  const record = (roots: readonly Tensor[]): Batches =>
    Object.fromEntries(keys.map((key, i) => [key, roots[i]!]));
  return { left: record(made.slice(0, keys.length)), right: record(made.slice(keys.length)) };
};

/**
 * The rule of AlgoPerf's entry `caspr_adaptive` (Duvvuri et al. 2024, https://openreview.net/forum?id=8j9hz8DVi8; the paper
 * itself adds Kronecker sums). Of each block G of a matrix, from L = 1e-6 I, R = I and P = Q = I:
 *
 *     L = b2 L + (1 - b2) G G',   R = b2 c R + (1 - b2) G' P P G / rows,   P = L^(-1/2), Q = R^(-1/2) every so many steps
 *     U = P M Q,   update = U ||A|| / ||U|| with NAdam's momentum M and update A, norms over the whole parameter
 *
 * where c, but in the step after P has changed, is 1 (`leftOver`). Up to step `start`, and for vectors, the update is A.
 * Ridges are relative to the Frobenius norm, the entry's to the largest eigenvalue. A zero gradient gives zero.
 */
export const scaleByCaspr = ({
  b1 = 0.9,
  b2 = 0.99,
  eps = 1e-8,
  every = 20,
  start = every,
  block = 64,
}: CasprOptions = {}): Transform => {
  const nadam = scaleByNadam({ b1, b2, eps });
  const matrices = (params: Params): Params =>
    Object.fromEntries(Object.entries(params).filter(([, { shape }]) => shape.length > 1));
  return transform<CasprState>({
    init(params) {
      const { batches } = cut(matrices(params), { block });
      const first = identities(batches, ridge, () => true);
      const roots = identities(batches, 1, () => true);
      return {
        m: zerosLike(matrices(params)),
        factors: { left: first.left, right: roots.right },
        before: first.left,
        roots,
        nadam: nadam.init(params),
      };
    },
    update(grads, state, here) {
      const t = here.step + 1;
      const inside = matrices(grads);
      const m = ema(state.m, inside, b1);
      const [alone, nadamState] = nadam.update(grads, state.nadam, here);
      const fresh = t > 1 && (t - 1) % every === 0;
      const gathered = accumulate(state, cut(inside, { block }).batches, b2, fresh);
      const roots = t % every === 0 ? newRoots(gathered.factors, state.roots) : state.roots;
      const next = { m, ...gathered, roots, nadam: nadamState };
      if (t <= start) return [alone, next];
      const { batches, join } = cut(ema(m, inside, b1), { block });
      return [{ ...alone, ...graftTensors(join(between(roots, batches)), alone) }, next];
    },
  });
};
