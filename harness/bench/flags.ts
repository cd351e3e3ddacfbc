/** Flags that all benchmarks share. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { engineStates } from '../engine/doctor.ts';
import type { EngineName } from '../record/machine.ts';

export interface Flags {
  readonly engines: readonly EngineName[];
  readonly filter: string;
  readonly quick: boolean;
  readonly json: string | undefined;
  readonly readme: boolean;
}

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

const options = [
  new Option('--engine <name>', 'wasm, tensorflow, tensorflow-gpu, or all that are ready').default(
    'all',
  ),
  new Option('--filter <text>', 'only what has this text in its name').default(''),
  new Option('--quick', 'few samples: shows that everything runs, measures nothing').default(false),
  new Option('--json <file>', 'writes the results as JSON'),
  new Option('--readme', 'writes the table into harness/engine/README.md').default(false),
];

type Given = Pick<Flags, 'filter' | 'quick' | 'readme'> & {
  readonly engine: string;
  readonly json?: string;
};

/** The flags of `npm run <script>`, whose help begins with `about`. */
export async function readFlags(script: string, about: string): Promise<Flags> {
  const program = new Command(`npm run ${script} --`).description(about);
  for (const option of options) program.addOption(option);
  const names = options.map(({ long }) => long).join(', ');
  program.configureOutput({
    outputError: (text, write) => {
      write(`${text.trim().replaceAll('\n', ' ')}. Flags: ${names}.\n`);
    },
  });
  const { engine, json, ...rest } = program.parse().opts<Given>();
  if (json !== undefined) checkWritable(json);
  return { engines: await enginesFor(engine), json, ...rest };
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
