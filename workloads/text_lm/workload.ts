import type { Tensor1D } from '@tensorflow/tfjs';
import { defineWorkload } from '#spec';
import type { LossInput } from '#spec';
import { meansOver, softmaxCrossEntropy } from '#nn';
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
    return {
      parameters: languageModelParameters(options),
      losses: (input) => ({ values: windowLosses(input) }),
      evaluate({ params, split, batchSize }) {
        const { loss } = meansOver({ split, batchSize }, (batch) => ({
          loss: windowLosses({ params, batch, dropout: 0, labelSmoothing: 0, seed: 0 }),
        }));
        return { perplexity: Math.exp(loss), loss };
      },
    };
  },
});
