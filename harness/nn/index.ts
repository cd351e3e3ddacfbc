/** Layers, losses, initializers and error rates for workloads: plain functions of tensors, equal in value on every engine. */
export { gelu, geluExact, glu, relu, silu } from './activation.ts';
export { attention, type AttentionInput } from './attention.ts';
export { batchNorm, channelMoments, type BatchNormOptions, type Moments } from './batch-norm.ts';
export { corpusBleu } from './bleu.ts';
export {
  conv2d,
  conv2dTranspose,
  depthwiseConv2d,
  type ConvolutionOptions,
} from './convolution.ts';
export { ctcLoss } from './ctc.ts';
export type { CtcInput } from './ctc-input.ts';
export { ctcBestPath } from './ctc-decode.ts';
export { dense, denseRelu } from './dense.ts';
export { dropout } from './dropout.ts';
export { embedding } from './embedding.ts';
export { editDistance, errorRates, wordsOf, type ErrorRates } from './error-rates.ts';
export { gru, type GruInput } from './gru.ts';
export * from './initializers.ts';
export { instanceNorm } from './instance-norm.ts';
export { joinRows, type Columns } from './join-rows.ts';
export { layerNorm } from './layer-norm.ts';
export { lstm } from './lstm.ts';
export { forEachBatch, meansOver } from './means-over.ts';
export {
  attentionKernels,
  headAttention,
  joinHeads,
  multiHeadAttention,
  splitHeads,
  type AttentionKernels,
  type HeadAttentionInput,
  type MultiHeadAttentionInput,
} from './multi-head-attention.ts';
export { sinusoidalPositions } from './positions.ts';
export { ownStatistics, withPopulationStatistics, type Norm } from './population-norm.ts';
export { pairProducts } from './pair-products.ts';
export { attentionParameters, denseParameters, normParameters } from './parameter-specs.ts';
export { avgPool, globalAvgPool, maxPool, type PoolingOptions } from './pooling.ts';
export type { RecurrentInput } from './recurrent.ts';
export { segmentMean, segmentSum } from './segment.ts';
export { sigmoidCrossEntropy } from './sigmoid-cross-entropy.ts';
export { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
export { noSpecAugment, specAugment, type SpecAugmentOptions } from './spec-augment.ts';
export { foldIn } from './threefry.ts';
