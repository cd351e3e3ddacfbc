/** What a command is: what it is called, what it takes and what it does. */
import type { Option } from 'commander';
import type { Project } from '../prepare/project.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given besides its own options and arguments. */
export interface Session {
  readonly project: Project;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The command line, as it goes into results and pages. */
  readonly command: string;
}

/**
 * A command of `ttr`. Its file imports only what `--help` needs; what acts is loaded inside `act`, by `await import()`.
 *
 * @typeParam Options What commander makes of the options; one that was not given is absent.
 * @typeParam Arguments A text for each `<argument>` of the usage, or nothing for an `[argument]` that was not given; an array of texts for `[arguments...]`.
 */
export interface TtrCommand<
  Options = object,
  Arguments extends readonly (string | undefined | readonly string[])[] = [],
> {
  /** What is typed after `ttr`: one word or two, then the arguments, e.g. `data fetch [workloads...]`. */
  readonly usage: string;
  /** One line for the list of commands. */
  readonly about: string;
  readonly options?: readonly Option[];
  /** What `--help` says below the options. */
  readonly more?: string;
  /** Command lines, without their `ttr`. */
  readonly examples: readonly [string, ...string[]];
  act(session: Session, options: Options, ...args: Arguments): Promise<void>;
}

/** A command whatever it takes: what commander reads off the command line is what usage and options declare. */
export type AnyCommand = TtrCommand<never, never>;
