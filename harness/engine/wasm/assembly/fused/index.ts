/** Composites of layers and optimizers, one pass each. */
export * from './activation';
export * from './attention';
export * from './channel-norm';
export * from './cross-entropy';
export * from './ctc';
export * from './dense';
export * from './dropout';
export * from './gru';
export * from './layer-norm';
export * from './lstm';
export * from './optimizer';
export { recurrentBytes, recurrentGradBytes } from './recurrent';
