/**
 * Revision of the training loop. Raised by whoever changes what a step computes or in which order numbers are drawn:
 * results of other revisions are run again. A test compares the parameters after 200 steps with those kept for it.
 */
export const loopRevision = 2;
