/** Composites of layers and optimizers, one pass each. */
export * from './activation';
export * from './channel-norm';
export * from './cross-entropy';
export * from './dropout';
export * from './layer-norm';
export * from './optimizer';
