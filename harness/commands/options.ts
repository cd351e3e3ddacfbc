/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option, type Command } from 'commander';

/** What every command is given besides its own options. */
export interface Session {
  readonly terminal: import('./terminal.ts').Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The command line, as it goes into results and pages. */
  readonly command: string;
}

/** Names separated by commas. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** A whole number from `least` on. */
export const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number from ${least} on, not "${text}".`);
    return value;
  };

/** A number above `bound`. */
export const above =
  (bound: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!(value > bound) || !Number.isFinite(value))
      throw new InvalidArgumentError(`It must be a number above ${bound}, not "${text}".`);
    return value;
  };

/** `name=value` pairs; a value is a number, true, false or text. */
export function pairs(
  text: string,
  before: Readonly<Record<string, number | string | boolean>> = {},
): Record<string, number | string | boolean> {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError(`It must be name=value, not "${text}".`);
  const number = Number(value);
  return {
    ...before,
    [name]:
      value === 'true' ? true : value === 'false' ? false : Number.isNaN(number) ? value : number,
  };
}

export const engineOption = (): Option =>
  new Option('--engine <name>', 'engine to compute with')
    .choices(['auto', 'tensorflow-gpu', 'tensorflow', 'wasm'])
    .default('auto');
export const jsonOption = (): Option => new Option('--json', 'print JSON');
export const resultsOption = (): Option =>
  new Option('--results <folder>', 'folder of results (default: results/ of the project)');
export const workloadsOption = (): Option =>
  new Option('--workloads <names>', 'only these, separated by commas').argParser(list);
export const submissionsOption = (): Option =>
  new Option('--submissions <names>', 'only these, separated by commas').argParser(list);

/** Which trials: shared by plan, run and calibrate. */
export const addPlanOptions = (command: Command): Command =>
  command
    .option('--suite <name>', 'suite of workloads: see `ttr list`', 'quick')
    .addOption(submissionsOption())
    .addOption(workloadsOption())
    .addOption(engineOption())
    .option('--studies <count>', 'studies, instead of the suite’s', whole(1))
    .option(
      '--trials <count>',
      'trials a study for submissions that are tuned, instead of the suite’s',
      whole(1),
    )
    .option('--slots <count>', 'trials at once (default: one for each physical core)', whole(1))
    .option('--seed <text>', 'all random streams derive from it', '1')
    .option('--recalibrate', 'measure reference step times anew');
