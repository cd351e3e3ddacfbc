/** Normalization, activation and loss: what runs over an array once or twice. */
import * as tf from '@tensorflow/tfjs';
import { batchNorm, gelu, instanceNorm, layerNorm, softmaxCrossEntropy } from '#nn';
import { forwardBackward, normal, type BenchCase } from './case.ts';

const group = 'norm';
const classes = 128;
const rows = 2048;
const labels = Int32Array.from({ length: rows }, (_, i) => i % classes);

const withScale = (shape: readonly number[]) => () => [
  normal(shape),
  normal([shape.at(-1)!]),
  normal([shape.at(-1)!]),
];

export const norms: readonly BenchCase[] = [
  {
    group,
    name: 'batch norm, 128 x 14 x 14 x 16',
    inputs: withScale([128, 14, 14, 16]),
    call: (...[x, scale, bias]: tf.Tensor[]) => batchNorm(x!, scale!, bias!),
  },
  {
    group,
    name: `layer norm, ${rows} x 128`,
    inputs: withScale([rows, 128]),
    call: (...[x, scale, bias]: tf.Tensor[]) => layerNorm(x!, scale!, bias!),
  },
  {
    group,
    name: 'instance norm, 8 x 32 x 32 x 16',
    inputs: withScale([8, 32, 32, 16]),
    call: (...[x, scale, bias]: tf.Tensor[]) => instanceNorm(x!, scale!, bias!),
  },
  {
    group,
    name: `GELU, ${rows} x 512`,
    inputs: () => [normal([rows, 512])],
    call: (...[x]: tf.Tensor[]) => gelu(x!),
  },
  {
    group,
    name: `softmax cross-entropy, ${rows} x ${classes}`,
    inputs: () => [normal([rows, classes])],
    call: (...[logits]: tf.Tensor[]) => softmaxCrossEntropy(logits!, tf.tensor1d(labels, 'int32')),
  },
].map(forwardBackward);
