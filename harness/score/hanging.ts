/** Do the places hang on trials whose CPU was slow? */
import type { TrialResult } from '../record/result.ts';
import { onClock } from './clock.ts';
import type { SummaryOptions } from './options.ts';
import { scoreResults } from './summarize.ts';
import type { Note } from './summary.ts';
import { slowed, slowness } from './yardstick.ts';

/** One note where the order by clear seconds is another than by clear seconds over how slow each trial's CPU was. */
export function hangingOn(results: readonly TrialResult[], options: SummaryOptions): Note[] {
  const factors = [...slowness(results).values()];
  const count = factors.filter((factor) => factor > slowed.marked).length;
  if (count === 0) return [];
  const orderBy = (clock: 'clear' | 'yardstick'): string[] =>
    scoreResults(onClock(results, clock), { ...options, resamples: 1 }).summary.submissions.map(
      ({ name }) => name,
    );
  const [clear, steady] = [orderBy('clear'), orderBy('yardstick')];
  const at = clear.findIndex((name, i) => name !== steady[i]);
  if (at < 0) return [];
  const text =
    `Places hang on ${count} trials whose CPU was more than ${(100 * (slowed.marked - 1)).toFixed(0)} % slower than in others: ` +
    `were it as fast, place ${at + 1} would be ${steady[at]!}'s, not ${clear[at]!}'s. Repeat them when the machine is quiet.`;
  return [{ kind: 'hangs', text }];
}
