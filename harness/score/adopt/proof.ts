/** Is a replay the course that was recorded? */
import { courseOf, firstDifference } from '../../record/course.ts';
import type { EngineName } from '../../record/machine.ts';
import type { Evaluation, TrialResult } from '../../record/result.ts';

/** On engines that are not bit-exact, validation metrics may differ by this share. */
export const band = 0.05;

export type Proof =
  /** So many evaluations came out the same to the last bit; 0 where the engine allows a price only. */
  | { readonly kind: 'same'; readonly proved: number }
  | { readonly kind: 'differs'; readonly where: string };

/** The first evaluation outside the band, in words. */
function outside(
  recorded: readonly Evaluation[],
  again: readonly Evaluation[],
): string | undefined {
  const at = recorded.findIndex((one, i) => {
    const other = again[i];
    if (other?.step !== one.step) return true;
    return Math.abs(other.validation - one.validation) > band * Math.abs(one.validation);
  });
  if (at < 0) return undefined;
  const other = again[at];
  return `evaluation ${at + 1}: ${courseOf(recorded[at]!)} became ${other === undefined ? 'nothing' : courseOf(other)}, beyond ${100 * band} %`;
}

/** Compares the first `count` evaluations. */
export function proofOf(
  engine: EngineName,
  recorded: readonly Evaluation[],
  again: TrialResult,
  count: number,
): Proof {
  const first = recorded.slice(0, count);
  const exact = engine === 'wasm';
  const where = exact
    ? firstDifference(first, again.evaluations, again.outcome.status)
    : outside(first, again.evaluations);
  if (where !== undefined) return { kind: 'differs', where };
  return { kind: 'same', proved: exact ? first.length : 0 };
}
