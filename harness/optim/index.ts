/** The door of #optim: building blocks for training algorithms. One idea per file beside this one. */
export * from './adam.ts';
export * from './average.ts';
export * from './clip.ts';
export * from './cut.ts';
export * from './learning-rate.ts';
export * from './lion.ts';
export * from './muon.ts';
export * from './orthogonalize.ts';
export * from './params.ts';
export * from './partition.ts';
export * from './prodigy.ts';
export * from './sam.ts';
export * from './schedule-free.ts';
export * from './schedules.ts';
export * from './trace.ts';
export * from './transform.ts';
export * from './weight-decay.ts';
