/** `ttr score`: from kept results to numbers. */
import { Option } from 'commander';
import type { TtrCommand } from './command.ts';
import { scoreOptions, type ScoreOptions } from './score-options.ts';

interface Printed extends ScoreOptions {
  readonly json?: boolean;
  readonly csv?: boolean;
}

export const score: TtrCommand<Printed, [readonly string[]]> = {
  usage: 'score [folders...]',
  about: 'score kept results; folders of results, or the project’s own',
  options: [
    ...scoreOptions(),
    new Option('--json', 'print everything the page shows, as JSON').conflicts('csv'),
    new Option('--csv', 'print the ranking as CSV'),
  ],
  examples: ['score --suite quick', 'score --rules algoperf --json imported/'],
  async act(session, { json, csv, ...options }, folders) {
    const { scoreFolders } = await import('./scored.ts');
    const { summary } = await scoreFolders(session, folders, options);
    const { scoresCsv } = await import('../score/csv.ts');
    const { standingText } = await import('./standing-text.ts');
    if (json === true) session.terminal.print(JSON.stringify(summary, null, 2));
    else
      session.terminal.print(csv === true ? scoresCsv(summary).trimEnd() : standingText(summary));
  },
};
