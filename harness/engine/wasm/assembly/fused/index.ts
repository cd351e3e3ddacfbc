/** Composites of layers and optimizers, one pass each. */
export { gelu, geluExact, geluExactGrad, geluGrad, silu, siluGrad } from './activation';
