/**
 * Number of the training loop's arithmetic: which random numbers a step draws, in what order data come, what is computed in
 * which order. Results of one revision can be replayed by another harness of the same one. Raise it with every change by
 * which the hashes of `npm run check:courses` change, and write them anew.
 *
 * 2: the order of an epoch is a shuffle of the identity by the epoch's own stream, no longer of the epoch before.
 */
export const loopRevision = 2;
