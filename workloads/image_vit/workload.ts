import * as tf from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import { meansOver, softmaxCrossEntropy } from '#nn';
import data from '../image_resnet/data.ts';
import { visionTransformer } from './model.ts';
import { visionTransformerParameters } from './parameters.ts';
import type { VisionTransformerOptions } from './parameters.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<VisionTransformerOptions>({
  title: 'Fashion-MNIST, Vision Transformer',
  reference: 'https://arxiv.org/abs/2010.11929',
  data,
  metric: { name: 'errorRate', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 128,
  evaluation: { every: 40, batchSize: 250 },
  options: {
    patch: 7,
    layers: 3,
    width: 64,
    heads: 4,
    mlpWidth: 128,
    gated: false,
    postNorm: false,
    pooling: 'mean',
  },
  variants: {
    glu: { gated: true },
    post_ln: { postNorm: true },
    map: { pooling: 'attention' },
  },
  targets,
  model: (options) => ({
    parameters: visionTransformerParameters(options),
    losses: (input) => {
      const logits = visionTransformer(input, options);
      const labels = input.batch.tensors['label']!;
      return { values: softmaxCrossEntropy(logits, labels, input.labelSmoothing) };
    },
    evaluate: ({ params, split, batchSize }) =>
      meansOver({ split, batchSize }, (batch) => {
        const labels = batch.tensors['label']!;
        const logits = visionTransformer({ params, batch, dropout: 0, seed: 0 }, options);
        return {
          errorRate: tf.notEqual(tf.argMax(logits, 1), labels),
          loss: softmaxCrossEntropy(logits, labels),
        };
      }),
  }),
});
