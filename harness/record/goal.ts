/** Which of two metric values is better, and which are good enough. */
import type { Goal } from '#spec';

/** Is this value as good as the target? */
export const reaches = (value: number, target: number, goal: Goal): boolean =>
  goal === 'minimize' ? value <= target : value >= target;

/** Is this value truly better than the other? */
export const better = (value: number, other: number, goal: Goal): boolean =>
  goal === 'minimize' ? value < other : value > other;
