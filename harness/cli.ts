/** The command line: arguments in, commands called. The only file that prints or sets an exit code. */
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { commands, groups } from './commands/all.ts';
import { declare } from './commands/declare.ts';
import type { Terminal } from './commands/terminal.ts';
import { openProject } from './prepare/project.ts';

/** Results on standard output; progress on standard error, in place where that is a terminal. */
async function openTerminal(): Promise<Terminal> {
  const { createLogUpdate } = process.stderr.isTTY
    ? await import('log-update')
    : { createLogUpdate: () => undefined };
  const live = createLogUpdate(process.stderr);
  return {
    print(text) {
      live?.clear();
      process.stdout.write(`${text}\n`);
    },
    status(text) {
      if (text === '') live?.clear();
      else live?.(text);
    },
    note(text) {
      live?.clear();
      process.stderr.write(`${text}\n`);
    },
  };
}

/** Aborted by Ctrl-C while trials run: they end in order; all else leaves nothing half done behind, and is left at once. */
function stopSignal(terminal: Terminal): AbortSignal {
  const stop = new AbortController();
  process.on('SIGINT', () => {
    terminal.status('');
    const listening = getEventListeners(stop.signal, 'abort').length > 0;
    if (stop.signal.aborted || !listening) process.exit(130);
    terminal.note('Ending running trials; press Ctrl-C again to leave at once.');
    stop.abort();
  });
  process.on('SIGTERM', () => {
    stop.abort();
  });
  return stop.signal;
}

interface Package {
  readonly version: string;
  readonly description: string;
}

/** `ttr` with these arguments (as in process.argv). */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = await openTerminal();
  const signal = stopSignal(terminal);
  const { version, description } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as Package;
  const program = new Command('ttr')
    .description(description)
    .version(version)
    .showHelpAfterError('(try: ttr --help)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ttr doctor\n  $ ttr run --suite quick\n  $ ttr new submission my_method && ttr check my_method',
    );
  const command = ['ttr', ...argv.slice(2)].join(' ');
  declare(program, commands, groups, (results) => ({
    project: openProject(results),
    terminal,
    signal,
    command,
  }));
  try {
    await program.parseAsync([...argv]);
    if (signal.aborted) process.exitCode = 130;
  } catch (error) {
    terminal.status('');
    const { message, stack } = error as Error;
    terminal.note(
      process.env['TTR_DEBUG'] === undefined ? `error: ${message}` : (stack ?? message),
    );
    process.exitCode = signal.aborted ? 130 : 1;
  }
}
