/**
 * The contract between the harness, workloads and submissions. It imports nothing of ours.
 *
 * A workload fixes data, model, loss, metric and target; a submission says how to train. Both are values:
 * importing their file does nothing.
 */
export * from './spec/data.ts';
export * from './spec/params.ts';
export * from './spec/space.ts';
export * from './spec/submission.ts';
export * from './spec/workload.ts';
