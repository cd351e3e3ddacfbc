/** A page from made-up trials, scored by the real scorer. */
import { type About, leaderboard } from '../../../harness/report/leaderboard.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import { madeResults, type Made } from './made-results.ts';

export const madePage = (made: Made, about: Readonly<Record<string, About>> = {}): string => {
  const results = madeResults(made);
  return leaderboard({
    summary: summarize(results, { resamples: 200 }),
    results,
    command: 'ttr leaderboard results',
    about,
  });
};
