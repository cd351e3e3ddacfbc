/** `ttr pack`: all trials of a submission in one file, with the code that they ran. */
import { Option } from 'commander';
import type { Packed } from '../results/write-packs.ts';
import type { TtrCommand } from './command.ts';
import { jsonOption } from './options.ts';
import { show } from './show.ts';
import { table } from './table.ts';

interface PackOptions {
  readonly output: string;
  readonly json?: boolean;
}

export const pack: TtrCommand<PackOptions, [string | undefined]> = {
  usage: 'pack [folder]',
  about: 'pack kept results, one small file a submission, with the code that ran',
  options: [
    new Option('--output <folder>', 'where the packs are written').default('packed'),
    jsonOption(),
  ],
  more: 'Nothing is lost or rounded. Packs are read wherever folders of results are, and a trial in one is replayed as packed/<submission>.json#12.',
  examples: ['pack', 'pack results/ --output published/', 'pack && ttr score packed/'],
  async act(session, { output, json }, folder) {
    const { shown } = await import('./scored.ts');
    const { writePacks } = await import('../results/write-packs.ts');
    const found = await writePacks(folder ?? shown(session.project.results), output);
    for (const { path, reason } of found.problems) session.terminal.note(`${path} ${reason}`);
    show(session, json, found, () => packsText(found.packs));
  },
};

const packsText = (packs: readonly Packed[]): string =>
  table(
    ['pack', 'trials', 'kB', ''],
    packs.map(({ path, trials, bytes, state }) => [path, trials, (bytes / 1000).toFixed(0), state]),
    [1, 2],
  );
