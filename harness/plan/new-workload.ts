/** The files a new workload starts from: points in three rings, told apart by a small network. Pure text. */
import { checkNewName, titleOf } from './new-name.ts';

/** Texts by path from the project's root: the anatomy of a workload and its gradient cases. It runs as it stands. */
export function newWorkload(name: string): Readonly<Record<string, string>> {
  checkNewName('workload', name);
  return {
    [`workloads/${name}/workload.ts`]: workload(titleOf(name)),
    [`workloads/${name}/model.ts`]: model,
    [`workloads/${name}/parameters.ts`]: parameters,
    [`workloads/${name}/evaluate.ts`]: evaluate,
    [`workloads/${name}/data.ts`]: data(name),
    [`workloads/${name}/targets.json`]: targets,
    [`workloads/${name}/README.md`]: readme(name),
    [`workloads/${name}/derivation/README.md`]: derivation(name),
    [`test/unit/workloads/${name}.case.ts`]: cases(name),
  };
}

/** workloads/README.md with a row for the workload at the end of its first list of workloads, as wide as the others. */
export function withRow(readme: string, name: string): string {
  const lines = readme.split('\n');
  const head = lines.findIndex((line) => /^\| workload +\|/.test(line));
  if (head < 0)
    throw new Error(
      'workloads/README.md has no table that begins with "| workload". Take the file from git.',
    );
  const end = lines.findIndex((line, i) => i > head && !line.startsWith('|'));
  const widths = lines[head]!.split('|').map((cell) => cell.length - 2);
  const cells = [`\`${name}\``, 'made by arithmetic', 'multilayer perceptron', 'error rate'];
  const row = cells.map((cell, i) => cell.padEnd(widths[i + 1]!)).join(' | ');
  return lines.toSpliced(end, 0, `| ${row} |`).join('\n');
}

const workload = (title: string): string => `import { defineWorkload } from '#spec';
import data from './data.ts';
import { evaluate, losses } from './evaluate.ts';
import { mlpParameters } from './parameters.ts';
import type { MlpOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<MlpOptions>({
  title: '${title}',
  reference: 'https://example.org/paper-or-page-of-task-and-model',
  data,
  metric: { name: 'errorRate', goal: 'minimize' },
  // What kind of loss it is; algorithms are told. Label smoothing goes with the two cross-entropies.
  loss: 'softmaxCrossEntropy',
  batchSize: 64,
  // In reference steps, and in examples.
  evaluation: { every: 20, batchSize: 256 },
  options: { layers: 2, width: 32, activation: 'gelu' },
  // Changes of the options. Each has a target of its own in targets.json.
  variants: { silu: { activation: 'silu' } },
  targets,
  model: (options) => ({
    parameters: mlpParameters(options),
    losses: (input) => losses(input, options),
    evaluate: (input) => evaluate(input, options),
  }),
});
`;

const model = `/** A multilayer perceptron (Rumelhart et al. 1986, https://doi.org/10.1038/323533a0). B examples. */
import type { Tensor } from '@tensorflow/tfjs';
import type { LossInput } from '#spec';
import { dense, dropout, foldIn, gelu, silu } from '#nn';
import type { MlpOptions } from './parameters.ts';

const activations = { gelu, silu };

/** Class scores [B, classes] of points [B, 2]; each hidden layer's dropout has its own stream of the seed. */
export function mlp(
  { params, batch, dropout: rate, seed }: Pick<LossInput, 'params' | 'batch' | 'dropout' | 'seed'>,
  { layers, activation }: MlpOptions,
): Tensor {
  const activate = activations[activation];
  let x = batch.tensors['point']!;
  for (let layer = 0; layer < layers; layer++) {
    const path = \`layer\${layer}\`;
    const hidden = activate(dense(x, params[\`\${path}/kernel\`]!, params[\`\${path}/bias\`]));
    x = dropout(hidden, rate, foldIn(seed, layer)); // [B, width]
  }
  return dense(x, params['out/kernel']!, params['out/bias']);
}
`;

const parameters = `/** Options and parameters of the multilayer perceptron. */
import type { ParameterSpec } from '#spec';
import { denseParameters } from '#nn';
import { classes, features } from './data.ts';

export interface MlpOptions {
  /** Hidden layers. */
  readonly layers: number;
  readonly width: number;
  readonly activation: 'gelu' | 'silu';
}

export function mlpParameters({ layers, width }: MlpOptions): Record<string, ParameterSpec> {
  const specs: Record<string, ParameterSpec> = {};
  for (let layer = 0; layer < layers; layer++)
    Object.assign(specs, denseParameters(\`layer\${layer}\`, layer === 0 ? features : width, width));
  return { ...specs, ...denseParameters('out', width, classes) };
}
`;

const evaluate = `/** Cross-entropy, and the error rate of a split. */
import * as tf from '@tensorflow/tfjs';
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { meansOver, softmaxCrossEntropy } from '#nn';
import { mlp } from './model.ts';
import type { MlpOptions } from './parameters.ts';

/** Cross-entropy of each point [B]; the training loss is their mean. */
export function losses(input: LossInput, options: MlpOptions): Losses {
  const labels = input.batch.tensors['label']!;
  return { values: softmaxCrossEntropy(mlp(input, options), labels, input.labelSmoothing) };
}

/** The metric and the loss, without dropout or smoothing; no batch size changes them. */
export const evaluate = (
  { params, split, batchSize }: EvaluationInput,
  options: MlpOptions,
): Record<string, number> =>
  meansOver({ split, batchSize }, (batch) => {
    const labels = batch.tensors['label']!;
    const scores = mlp({ params, batch, dropout: 0, seed: 0 }, options);
    return {
      errorRate: tf.notEqual(tf.argMax(scores, 1), labels),
      loss: softmaxCrossEntropy(scores, labels),
    };
  });
`;

const data = (
  name: string,
): string => `/** Points of a square in three rings around its middle, made by exact arithmetic. Nothing is downloaded. */
import * as tf from '@tensorflow/tfjs';
import { defineData } from '#spec';
import type { Table } from '#spec';

export const features = 2;
export const classes = 3;
const sizes = { train: 4096, validation: 512, test: 512 };
/** Squared distance from the middle at which the second ring begins, and the third. */
const borders = [0.42, 0.85] as const;

export default defineData({
  name: '${name}',
  // Raise it whenever \`convert\` makes something else: the cache keeps data by name and revision.
  revision: 1,
  // Pinned npm packages; \`convert\` is given the files that they name.
  packages: [],
  convert() {
    const uniform = uniformNumbers(1);
    return {
      train: points(sizes.train, uniform),
      validation: points(sizes.validation, uniform),
      test: points(sizes.test, uniform),
    };
  },
  /** point [B, 2], label int32 [B]. */
  tensors({ columns }, indices) {
    const size = indices.length;
    const point = new Float32Array(size * features);
    const label = new Int32Array(size);
    for (let row = 0; row < size; row++) {
      const example = indices[row]!;
      const from = example * features;
      point.set(columns['point']!.data.subarray(from, from + features), row * features);
      label[row] = columns['label']!.data[example]!;
    }
    return { point: tf.tensor2d(point, [size, features]), label: tf.tensor1d(label, 'int32') };
  },
});

/** Points evenly spread over [-1, 1) x [-1, 1), and the ring each lies in. */
function points(size: number, uniform: () => number): Table {
  const point = Float32Array.from({ length: size * features }, () => 2 * uniform() - 1);
  const label = Uint8Array.from({ length: size }, (_, row) => {
    const squared = point[features * row]! ** 2 + point[features * row + 1]! ** 2;
    return squared < borders[0] ? 0 : squared < borders[1] ? 1 : 2;
  });
  return {
    size,
    columns: { point: { shape: [features], data: point }, label: { shape: [], data: label } },
  };
}

/** Numbers in [0, 1) from a linear congruential generator: the same on every machine. */
function uniformNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
`;

const targets = `{
  "base": { "validation": 0.04, "test": 0.05, "stepHint": 300 },
  "silu": { "validation": 0.04, "test": 0.05, "stepHint": 300 }
}
`;

const readme = (name: string): string => `# ${name}

Points of a square, told apart by the ring they lie in. What \`ttr new workload\` writes: put your task in its place.

|          |                                                                       |
| -------- | --------------------------------------------------------------------- |
| Data     | 4,096 / 512 / 512 points, made by exact arithmetic; no licence        |
| Model    | multilayer perceptron of two hidden layers, 32 wide; 1,251 parameters |
| Loss     | softmax cross-entropy                                                 |
| Metric   | error rate                                                            |
| Batch    | 64 points; an evaluation every 20 steps                               |
| Variants | \`silu\` for GELU                                                       |

The targets were typed to begin with. Once the task stands, \`npx ttr targets ${name}\` sets them.
`;

const derivation = (
  name: string,
): string => `No runs led to these targets: they were typed to begin with. \`npx ttr targets ${name} --variants all\` sets them; then delete this file.
`;

const cases = (name: string): string => `/** Gradient cases of \`${name}\`, on its own data. */
import { datasetOf } from '../../../harness/data/split.ts';
import data from '../../../workloads/${name}/data.ts';
import workload from '../../../workloads/${name}/workload.ts';
import { casesOf } from './cases-of.ts';
import type { GradientCase } from './gradient-case.ts';

export async function cases(): Promise<GradientCase[]> {
  const { train } = await data.convert(new Map());
  const batch = () => datasetOf(data, train).batch([5, 6, 7, 8]);
  return casesOf('${name}', workload, batch, true);
}
`;
