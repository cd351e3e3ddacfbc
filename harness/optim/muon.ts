/** Muon: momentum whose singular values are made equal. Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/ */
import type { Params } from '#spec';
import { cut } from './cut.ts';
import { orthogonalize } from './orthogonalize.ts';
import { ema, zerosLike } from './params.ts';
import { transform, type Transform } from './transform.ts';

/** The size of an update, by the shape of its matrix: the factor of a matrix whose singular values are near one. */
export type MuonScale = (rows: number, columns: number) => number;

/**
 * The root mean square of an Adam update, 0.2, so that one learning rate serves both: 0.2 sqrt(max(rows, columns)).
 * Liu et al. 2025, eq. 4, https://arxiv.org/abs/2502.16982
 */
export const matchAdam: MuonScale = (rows, columns) => 0.2 * Math.sqrt(Math.max(rows, columns));

/** Of the author's code and of AlgoPerf's entries: sqrt(max(1, outputs / inputs)); our columns are outputs. */
export const matchSpectral: MuonScale = (rows, columns) => Math.sqrt(Math.max(1, columns / rows));

export interface MuonOptions {
  /** Decay of the momentum. */
  readonly momentum?: number;
  /** Whether the momentum looks ahead. */
  readonly nesterov?: boolean;
  /** Newton-Schulz iterations. */
  readonly iterations?: number;
  readonly scale?: MuonScale;
}

/**
 * The orthogonalized momentum of each parameter, all dimensions but the last taken as one: rows are inputs, columns
 * outputs. Matrices of one shape are one batch. A gradient of zero gives zero.
 */
export const scaleByMuon = ({
  momentum = 0.95,
  nesterov = true,
  iterations = 5,
  scale = matchAdam,
}: MuonOptions = {}): Transform =>
  transform<Params>({
    init: zerosLike,
    update(grads, old) {
      const m = ema(old, grads, momentum);
      const { batches, join } = cut(nesterov ? ema(m, grads, momentum) : m);
      for (const [key, x] of Object.entries(batches)) {
        const [, rows, columns] = x.shape as [number, number, number];
        batches[key] = orthogonalize(x, { iterations, scale: scale(rows, columns) });
      }
      return [join(batches), m];
    },
  });
