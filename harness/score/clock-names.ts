/** The clocks whose seconds can be scored. */

/**
 * `clear`: what was the submission's own. `wall`: with what others had of its CPU meanwhile. `yardstick`: clear seconds over how slow the
 * trial's CPU was.
 */
export const clocks = ['clear', 'wall', 'yardstick'] as const;
/** For what was measured of it see README.md. */
export const defaultClock: ClockName = 'clear';
export type ClockName = (typeof clocks)[number];
