/** Declares commands to commander; a command of two words stands below its first word. */
import { Command } from 'commander';
import type { AnyCommand, Session } from './command.ts';

/** Opens the session of a command; `results` is its `--results` option. */
export type OpenSession = (results: string | undefined) => Session;

/** The words of a usage, and its arguments: `data fetch [workloads...]` gives `['data', 'fetch']` and `[workloads...]`. */
function parts(usage: string): { readonly words: readonly string[]; readonly args: string } {
  const at = usage.search(/[<[]/);
  const words = at === -1 ? usage : usage.slice(0, at);
  return { words: words.trim().split(' '), args: at === -1 ? '' : ` ${usage.slice(at)}` };
}

/** The command that a usage names, e.g. `data fetch`. */
export const nameOf = ({ usage }: AnyCommand): string => parts(usage).words.join(' ');

const examplesText = (examples: readonly string[]): string =>
  `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((line) => `  $ ttr ${line}`).join('\n')}`;

/** Adds the commands in their order; `groups` says what the first words of two are about. */
export function declare(
  program: Command,
  commands: readonly AnyCommand[],
  groups: Readonly<Record<string, string>>,
  open: OpenSession,
): void {
  const made = new Map<string, Command>();
  const groupOf = (word: string): Command => {
    const before = made.get(word);
    if (before !== undefined) return before;
    const members = commands.filter(({ usage }) => usage.startsWith(`${word} `));
    const group = program.command(word).description(groups[word]!);
    group.addHelpText('after', examplesText(members.map(({ examples }) => examples[0])));
    made.set(word, group);
    return group;
  };
  for (const command of commands) {
    const { words, args } = parts(command.usage);
    const [first = '', second] = words;
    const parent = second === undefined ? program : groupOf(first);
    addTo(parent.command(`${second ?? first}${args}`), command, open);
  }
}

function addTo(declared: Command, command: AnyCommand, open: OpenSession): void {
  const { about, options = [], more, examples } = command;
  declared.description(about);
  for (const option of options) declared.addOption(option);
  if (more !== undefined) declared.addHelpText('after', `\n${more}`);
  declared.addHelpText('after', examplesText(examples));
  declared.action(async (...given: unknown[]) => {
    // Commander hands over the arguments, the options, and itself.
    const values = given.at(-2) as { readonly results?: string };
    await command.act(open(values.results), values as never, ...(given.slice(0, -2) as never));
  });
}
