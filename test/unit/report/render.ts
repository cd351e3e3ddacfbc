/** A page from made-up trials, scored by the real scorer. */
import { type About, leaderboard } from '../../../harness/report/leaderboard.ts';
import { scoreResults } from '../../../harness/score/summarize.ts';
import { filesOf } from './made-files.ts';
import { madeResults, type Made } from './made-results.ts';

export const madePage = (made: Made, about: Readonly<Record<string, About>> = {}): string => {
  const results = madeResults(made);
  return leaderboard({
    ...scoreResults(results, { resamples: 200 }),
    files: filesOf(results),
    command: 'ttr leaderboard results',
    about,
  });
};
