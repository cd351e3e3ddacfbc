/** `ttr leaderboard`: from kept results to the page. */
import { Option } from 'commander';
import type { TtrCommand } from './command.ts';
import { scoreOptions, type ScoreOptions } from './score-options.ts';

export const leaderboard: TtrCommand<ScoreOptions & { output?: string }, [readonly string[]]> = {
  usage: 'leaderboard [folders...]',
  about: 'write the leaderboard page from kept results',
  options: [
    ...scoreOptions(),
    new Option(
      '--output <file>',
      'where to write it (default: leaderboard.html in the results folder)',
    ),
  ],
  examples: ['leaderboard --suite quick', 'leaderboard imported/ --output imported.html'],
  async act(session, { output, ...options }, folders) {
    const { scoreFolders } = await import('./scored.ts');
    const { writePage } = await import('./publish.ts');
    const scored = await scoreFolders(session, folders, options);
    session.terminal.print(await writePage(session, scored, { output }));
  },
};
