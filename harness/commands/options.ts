/** Options that several commands share, and how their values are read. */
import { InvalidArgumentError, Option } from 'commander';

/** Names separated by commas, each once. */
export const list = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
];

/** Throws where names were asked for and none was given, e.g. by `--workloads ,`. */
export function refuseNone(
  option: string,
  names: readonly string[] | undefined,
  allowed: readonly string[],
): void {
  if (names?.length === 0)
    throw new Error(`${option} names none. Choose of: ${allowed.join(', ')}.`);
}

/** A whole number from `least` to `most`, in digits. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (!(value >= least && value <= most))
      throw new InvalidArgumentError(
        `It must be a whole number from ${least} to ${most}, not "${text}".`,
      );
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

/** An option whose value is read by `parse`; `fallback` where it is not given. */
export function valued<T>(
  flags: string,
  about: string,
  parse: (text: string, before: T) => T,
  fallback?: T,
): Option {
  const option = new Option(flags, about).argParser(parse);
  return fallback === undefined ? option : option.default(fallback);
}

export const engines = ['tensorflow-gpu', 'tensorflow', 'wasm'] as const;

export const engineOption = (): Option =>
  new Option('--engine <name>', 'engine to compute with')
    .choices(['auto', ...engines])
    .default('auto');
export const jsonOption = (): Option => new Option('--json', 'print JSON');
export const resultsOption = (): Option =>
  new Option('--results <folder>', 'folder of results (default: results/ of the project)');
export const seedOption = (): Option =>
  new Option('--seed <text>', 'all random streams derive from it').default('1');
export const slotsOption = (about: string): Option =>
  valued('--slots <count>', about, whole(1, most.slots));
export const workloadsOption = (): Option =>
  valued('--workloads <names>', 'only these, separated by commas', list);

/**
 * Largest counts that are accepted: well beyond what anybody runs (AlgoPerf: 5 studies of 5 trials; 200 points and 20 seeds
 * for its targets), and small enough that a plan of all of them fits into memory.
 */
export const most = {
  studies: 100,
  trials: 1000,
  slots: 1024,
  seeds: 1000,
  pairs: 1000,
  evaluations: 1_000_000,
  stepHint: 100_000_000,
} as const;
