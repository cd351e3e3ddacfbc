/** The command line: arguments in, commands called. The only file that prints or sets an exit code. */
import { getEventListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { createLogUpdate } from 'log-update';
import { registerLooking } from './commands/cli-looking.ts';
import { registerPublishing } from './commands/cli-publishing.ts';
import { registerRunning } from './commands/cli-running.ts';
import { registerTargets } from './commands/cli-targets.ts';
import type { Terminal } from './commands/terminal.ts';

/** Results on standard output; progress on standard error, in place where that is a terminal. */
function openTerminal(): Terminal {
  const live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined;
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

/** `ttr` with these arguments (as in process.argv). */
export async function main(argv: readonly string[]): Promise<void> {
  const terminal = openTerminal();
  const stop = new AbortController();
  process.on('SIGINT', () => {
    terminal.status('');
    // Trials that run listen, and end in order; all else leaves nothing half done behind.
    const listening = getEventListeners(stop.signal, 'abort').length > 0;
    if (stop.signal.aborted || !listening) process.exit(130);
    terminal.note('Ending running trials; press Ctrl-C again to leave at once.');
    stop.abort();
  });
  process.on('SIGTERM', () => {
    stop.abort();
  });
  const { version, description } = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  ) as {
    version: string;
    description: string;
  };
  const program = new Command('ttr')
    .description(description)
    .version(version)
    .showHelpAfterError('(try: ttr --help)');
  program.addHelpText(
    'after',
    '\nExamples:\n  $ ttr doctor\n  $ ttr run --suite quick\n  $ ttr new submission my_method && ttr check my_method',
  );
  const session = { terminal, signal: stop.signal, command: ['ttr', ...argv.slice(2)].join(' ') };
  registerLooking(program, session);
  registerRunning(program, session);
  registerTargets(program, session);
  registerPublishing(program, session);
  try {
    await program.parseAsync([...argv]);
    if (stop.signal.aborted) process.exitCode = 130;
  } catch (error) {
    terminal.status('');
    const { message, stack } = error as Error;
    terminal.note(
      process.env['TTR_DEBUG'] === undefined ? `error: ${message}` : (stack ?? message),
    );
    process.exitCode = stop.signal.aborted ? 130 : 1;
  }
}
