/** Flags that all benchmarks share. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { engineStates } from '../engine/doctor.ts';
import type { EngineName } from '../record/machine.ts';

export interface Flags {
  readonly engines: readonly EngineName[];
  readonly filter: string;
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly readme: boolean;
}

const shared = `  --engine NAME   wasm, tensorflow, tensorflow-gpu, or all that are ready (default)
  --filter TEXT   only what has this text in its name
  --quick         few samples: shows that everything runs, measures nothing
  --json FILE     writes the results as JSON
  --readme        writes the table into harness/engine/README.md
  --help          this text`;

/** Engines on the CPU, fastest last. */
async function enginesFor(wanted: string): Promise<EngineName[]> {
  const states = await engineStates();
  if (wanted === 'all')
    return states
      .filter(({ state, name }) => state === 'ready' && name !== 'tensorflow-gpu')
      .map(({ name }) => name)
      .reverse();
  const found = states.find(({ name }) => name === wanted);
  if (found === undefined)
    throw new Error(
      `There is no engine "${wanted}". Choose one of: all, ${states.map(({ name }) => name).join(', ')}.`,
    );
  if (found.state === 'absent')
    throw new Error(
      `Engine "${wanted}" is not ready: ${found.detail}. To get it: ${found.advice}.`,
    );
  return [found.name];
}

/** Throws when the file cannot be written, before anything is measured for it. */
function checkWritable(file: string): void {
  const folder = dirname(resolve(file));
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true)
      throw new Error('it is a folder');
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(
      `--json ${file} cannot be written (${(error as Error).message}). Give a file in a folder that exists.`,
      { cause: error },
    );
  }
}

const options = {
  engine: { type: 'string', default: 'all' },
  filter: { type: 'string', default: '' },
  quick: { type: 'boolean', default: false },
  json: { type: 'string' },
  readme: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

function parsed() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new Error(`${(error as Error).message}. Flags: ${known.join(', ')}.`, { cause: error });
  }
}

/** The flags, or undefined when only help was wanted. `about` is the first line of the help. */
export async function readFlags(script: string, about: string): Promise<Flags | undefined> {
  const { engine, filter, quick, json, readme, help } = parsed();
  if (help) {
    console.log(`${about}\n\n  npm run ${script} [-- flags]\n\n${shared}`);
    return undefined;
  }
  if (json !== undefined) checkWritable(json);
  return { engines: await enginesFor(engine), filter, quick, json, readme };
}

/** Runs an entry file; an error becomes one line and the exit code 1. */
export async function enter(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
