import * as tf from '@tensorflow/tfjs';
import type { Tensor1D } from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import type { Batch, LossInput, Params } from '#spec';
import { softmaxCrossEntropy } from '#nn';
import data, { contextLength } from './data.ts';
import { languageModel, languageModelParameters } from './model.ts';
import type { LanguageModelOptions } from './model.ts';
import targets from './targets.json' with { type: 'json' };

export default defineWorkload<LanguageModelOptions>({
  title: 'State of the Union, decoder-only Transformer',
  reference: 'https://arxiv.org/abs/1706.03762',
  data,
  metric: { name: 'perplexity', goal: 'minimize' },
  loss: 'softmaxCrossEntropy',
  batchSize: 16,
  evaluation: { every: 50, batchSize: 64 },
  options: {
    layers: 2,
    width: 96,
    heads: 3,
    hidden: 384,
    activation: 'gelu',
    norm: 'pre',
    attentionTemperature: 1,
  },
  variants: {
    glu: { activation: 'glu', hidden: 256 },
    post_ln: { norm: 'post' },
    attention_temperature: { attentionTemperature: 4 },
  },
  targets,
  model(options) {
    /** Cross-entropy of each window, the mean over its tokens: [N]. */
    const windowLosses = ({
      params,
      batch,
      dropout,
      labelSmoothing,
      seed,
    }: LossInput): Tensor1D => {
      const { input, target } = batch.tensors;
      const logits = languageModel({ params, tokens: input!, dropout, seed }, options);
      const losses = softmaxCrossEntropy(logits, target!.flatten(), labelSmoothing);
      return losses.reshape([-1, contextLength]).mean(1);
    };
    const judge = (params: Params, batch: Batch): Float32Array =>
      tf.tidy(
        () =>
          windowLosses({
            params,
            batch,
            dropout: 0,
            labelSmoothing: 0,
            seed: 0,
          }).dataSync() as Float32Array,
      );
    return {
      parameters: languageModelParameters(options),
      losses: (input) => ({ values: windowLosses(input) }),
      evaluate({ params, split, batchSize }) {
        let sum = 0;
        for (let start = 0; start < split.size; start += batchSize) {
          const size = Math.min(batchSize, split.size - start);
          const batch = split.batch(Int32Array.from({ length: size }, (_, i) => start + i));
          // Added in double precision and in order, so that the batches' edges leave no trace.
          for (const loss of judge(params, batch)) sum += loss;
          tf.dispose(batch.tensors);
        }
        const loss = sum / split.size;
        return { perplexity: Math.exp(loss), loss };
      },
    };
  },
});
