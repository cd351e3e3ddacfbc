/**
 * Graph network (Battaglia et al. 2018, arXiv 1806.01261, algorithm 1), laid out as AlgoPerf's: each step updates the
 * edges, then the nodes, then the globals, each by an MLP of all that touches it; the last globals tell the answer.
 *
 * B molecules, N nodes, E edges, D width.
 */
import * as tf from '@tensorflow/tfjs';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs';
import type { LossInput } from '#spec';
import { dense, dropout, foldIn, gelu, joinRows, layerNorm, relu, silu, type Columns } from '#nn';
import type { GraphTensors } from './batch.ts';
import type { GraphNetworkOptions } from './parameters.ts';

const activations = { relu, gelu, silu };

/** Logits [B, tasks]. */
export function graphNetwork(
  { params, batch, dropout: rate, seed }: Pick<LossInput, 'params' | 'batch' | 'dropout' | 'seed'>,
  { messageSteps, hiddenWidths, activation }: GraphNetworkOptions,
): Tensor2D {
  const graphs = batch.tensors as GraphTensors;
  const { senders, receivers, nodeGraph, edgeGraph } = graphs;
  let layers = 0;
  const linear = (path: string, x: Tensor) =>
    dense(x, params[`${path}/kernel`]!, params[`${path}/bias`]);
  const update = (path: string, count: number, ...inputs: Columns[]): Tensor => {
    let x = joinRows(count, inputs);
    for (const i of hiddenWidths.keys()) {
      const [scale, bias] = [params[`${path}/${i}/norm/scale`]!, params[`${path}/${i}/norm/bias`]!];
      const y = activations[activation](layerNorm(linear(`${path}/${i}`, x), scale, bias, 1e-6));
      x = dropout(y, rate, foldIn(seed, layers++));
    }
    return x;
  };

  let nodes = linear('nodes', graphs.nodes); // [N, D]
  let edges = linear('edges', graphs.edges); // [E, D]
  let globals: Tensor = tf.zerosLike(graphs.labels); // [B, tasks], then [B, D]
  const [graphCount, nodeCount, edgeCount] = [globals, nodes, edges].map(
    ({ shape }) => shape[0],
  ) as [number, number, number];
  for (let step = 0; step < messageSteps; step++) {
    edges = update(
      `step${step}/edges`,
      edgeCount,
      { x: edges },
      { x: nodes, rows: senders },
      { x: nodes, rows: receivers },
      { x: globals, rows: edgeGraph },
    );
    nodes = update(
      `step${step}/nodes`,
      nodeCount,
      { x: nodes },
      { x: edges, segments: senders },
      { x: edges, segments: receivers },
      { x: globals, rows: nodeGraph },
    );
    globals = update(
      `step${step}/globals`,
      graphCount,
      { x: nodes, segments: nodeGraph },
      { x: edges, segments: edgeGraph },
      { x: globals },
    );
  }
  return linear('out', globals) as Tensor2D;
}
