/** Cross-entropy of windows of text, and the perplexity of a token. */
import type { EvaluationInput, LossInput, Losses } from '#spec';
import { meansOver, softmaxCrossEntropy } from '#nn';
import { contextLength } from './data.ts';
import { languageModel } from './model.ts';
import type { LanguageModelOptions } from './parameters.ts';

/** Cross-entropy of each window, the mean over its tokens: [N]. */
export function losses(
  { params, batch, dropout, labelSmoothing, seed }: LossInput,
  options: LanguageModelOptions,
): Losses {
  const { input, target } = batch.tensors;
  const logits = languageModel({ params, tokens: input!, dropout, seed }, options);
  const each = softmaxCrossEntropy(logits, target!.flatten(), labelSmoothing);
  return { values: each.reshape([-1, contextLength]).mean(1) };
}

export function evaluate(
  { params, split, batchSize }: EvaluationInput,
  options: LanguageModelOptions,
): Record<string, number> {
  const { loss } = meansOver({ split, batchSize }, (batch) => ({
    loss: losses({ params, batch, dropout: 0, labelSmoothing: 0, seed: 0 }, options).values,
  }));
  return { perplexity: Math.exp(loss), loss };
}
