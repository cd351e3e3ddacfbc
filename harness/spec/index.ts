/**
 * The contract between the harness, workloads and submissions. It imports nothing of ours.
 *
 * A workload fixes data, model, loss, metric and target; a submission says how to train. Both are values:
 * importing their file does nothing.
 */
export * from './data.ts';
export * from './params.ts';
export * from './space.ts';
export * from './submission.ts';
export * from './workload.ts';
