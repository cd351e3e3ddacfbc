/** Several graphs as one graph that is not connected. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import type { Column, Table } from '#spec';
import { atomFeatures, bondFeatures, bondWidth } from './graph.ts';

const atomSizes = Object.values(atomFeatures);
const bondSizes = Object.values(bondFeatures);
const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);

/** Widths of the one-hot features of an atom, and of a bond. */
export const nodeWidth = total(atomSizes);
export const edgeWidth = total(bondSizes);

/** A batch: see `batchOfGraphs`. */
export type GraphTensors = Record<
  'nodes' | 'edges' | 'senders' | 'receivers' | 'nodeGraph' | 'edgeGraph' | 'labels',
  Tensor
>;

/**
 * Of B molecules with N atoms and E / 2 bonds in all; a bond is two edges, one each way:
 * nodes [N, nodeWidth], edges [E, edgeWidth]; senders and receivers, the nodes an edge joins, int32 [E]; nodeGraph int32
 * [N] and edgeGraph int32 [E], the molecule they belong to; labels [B, tasks], -1 where nothing was measured.
 */
export function batchOfGraphs({ columns }: Table, indices: ArrayLike<number>): GraphTensors {
  const column = (name: string): Column => columns[name]!;
  const [atoms, bonds, labels] = [column('atoms'), column('bonds'), column('labels')];
  const [atomStart, bondStart] = [column('atomStart').data, column('bondStart').data];
  const nodes: number[] = []; // for each node, its row of `atoms`
  const edges: number[] = []; // for each edge, its row of `bonds`
  const senders: number[] = [];
  const receivers: number[] = [];
  const nodeGraph: number[] = [];
  const edgeGraph: number[] = [];
  for (let graph = 0; graph < indices.length; graph++) {
    const example = indices[graph]!;
    const first = nodes.length;
    for (let atom = atomStart[example]!; atom < atomStart[example + 1]!; atom++) {
      nodes.push(atom);
      nodeGraph.push(graph);
    }
    for (let bond = bondStart[example]!; bond < bondStart[example + 1]!; bond++) {
      const [from, to] = [
        first + bonds.data[bond * bondWidth]!,
        first + bonds.data[bond * bondWidth + 1]!,
      ];
      edges.push(bond, bond);
      senders.push(from, to);
      receivers.push(to, from);
      edgeGraph.push(graph, graph);
    }
  }
  return {
    nodes: oneHot(atoms, nodes, 0, atomSizes),
    edges: oneHot(bonds, edges, 2, bondSizes),
    senders: tf.tensor1d(senders, 'int32'),
    receivers: tf.tensor1d(receivers, 'int32'),
    nodeGraph: tf.tensor1d(nodeGraph, 'int32'),
    edgeGraph: tf.tensor1d(edgeGraph, 'int32'),
    labels: rowsOf(labels, indices),
  };
}

/** Features of these rows, from place `first` of a row on, each as one 1 among zeros, side by side. */
function oneHot(
  { data, shape }: Column,
  rows: readonly number[],
  first: number,
  sizes: readonly number[],
): Tensor {
  const width = total(sizes);
  const hot = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    let place = i * width;
    sizes.forEach((size, feature) => {
      hot[place + data[row * shape[0]! + first + feature]!] = 1;
      place += size;
    });
  });
  return tf.tensor2d(hot, [rows.length, width]);
}

function rowsOf({ data, shape }: Column, rows: ArrayLike<number>): Tensor {
  const width = shape[0]!;
  const picked = Float32Array.from(
    { length: rows.length * width },
    (_, i) => data[rows[Math.floor(i / width)]! * width + (i % width)]!,
  );
  return tf.tensor2d(picked, [rows.length, width]);
}
