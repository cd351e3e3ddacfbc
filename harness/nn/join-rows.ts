import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { embedding } from './embedding.ts';
import { fused } from './fused.ts';
import { segmentSum } from './segment.ts';

/** Columns of a joined table: x as it stands, the rows of x that ids name, or the sums of the rows of x that share an id. */
export type Columns =
  | { readonly x: Tensor }
  | { readonly x: Tensor; readonly rows: Tensor }
  | { readonly x: Tensor; readonly segments: Tensor };

const ways = ['own', 'rows', 'segments'] as const;

const wayOf = (columns: Columns): (typeof ways)[number] =>
  'rows' in columns ? 'rows' : 'segments' in columns ? 'segments' : 'own';

/**
 * Puts columns side by side, as a graph network does before each update (Battaglia et al. 2018, arXiv 1806.01261):
 * x [count, W]; or x [M, W] with rows int32 [count]; or x [M, W] with segments int32 [M] -> [count, sum of W].
 */
export const joinRows = (count: number, blocks: readonly Columns[]): Tensor =>
  fusedJoin(count, blocks) ??
  tf.concat(
    blocks.map((block) => columnsOf(count, block)),
    1,
  );

function columnsOf(count: number, block: Columns): Tensor {
  if ('rows' in block) return embedding(block.x, block.rows);
  return 'segments' in block ? segmentSum(block.x, block.segments, count) : block.x;
}

/** Each tensor is handed over once, so that it has one gradient however many blocks it stands in. */
function fusedJoin(count: number, blocks: readonly Columns[]): Tensor | undefined {
  const tables = [...new Set(blocks.map(({ x }) => x))];
  const ids = blocks.flatMap((block) =>
    'rows' in block ? [block.rows] : 'segments' in block ? [block.segments] : [],
  );
  const plan = [count, tables.length];
  let list = 0;
  for (const block of blocks) {
    const way = wayOf(block);
    plan.push(tables.indexOf(block.x), way === 'own' ? 0 : list++, ways.indexOf(way));
  }
  const named = (name: string, tensors: readonly Tensor[]) =>
    Object.fromEntries(tensors.map((tensor, i) => [`${name}${i}`, tensor]));
  const inputs = named('table', tables);
  return fused({
    name: 'TtrJoinRows',
    inputs: { ...inputs, ...named('ids', ids) },
    differentiable: Object.keys(inputs),
    attributes: { plan },
  });
}
