/** The clocks whose seconds can be scored. */

/**
 * `clear`: what was the submission's own. `wall`: with what others had of its CPU meanwhile. `yardstick`: clear seconds over how slow the
 * trial's CPU was.
 */
export const clocks = ['clear', 'wall', 'yardstick'] as const;
/** Chosen by what same-seed trials beside all kinds of neighbours differed least in. */
export const defaultClock: ClockName = 'clear';
export type ClockName = (typeof clocks)[number];
