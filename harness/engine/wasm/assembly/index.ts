/** What the module exports: one list of the kernels that TypeScript calls. */
export { blockRows, initialize, workspaceBytes } from './workspace';
export { batchedGemm, gemm } from './gemm';
export { convFilterGradient, convForward, convInputGradient, flipFilter } from './conv';
export { spreadAxis, sumAxis } from './reduce';
export { findBadIndex, gatherRows, scatterAddRows } from './gather';
export * from './unary';
export * from './fused';
export { copyStrided, fillRun } from './strided';
export { binary, boolToFloat, select } from './binary';
export { winogradBytes, winogradFilterGradient, winogradForward } from './winograd';
export { averagePoolGradient, maxPoolGradient } from './pool';
export { depthwiseFilterGradient, depthwiseForward, depthwiseInputGradient } from './depthwise';
export { reluGradient, softmaxGradient, softmaxRows } from './softmax';
export { extremeAxis } from './extremes';
