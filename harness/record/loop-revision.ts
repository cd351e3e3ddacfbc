/**
 * Revision of the training loop: which random numbers a step draws, in what order data come, what is computed in which
 * order. Raise it with every change by which the hashes of `npm run check:courses` change, and write them anew: results of
 * other revisions are run again.
 *
 * 2: the order of an epoch is a shuffle of the identity by the epoch's own stream, no longer of the epoch before.
 */
export const loopRevision = 2;
