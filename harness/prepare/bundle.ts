/** Bundles the harness's own programs of a trial, so that they need no TypeScript loader, and hashes what decides its bits. */
import type { Plugin } from 'esbuild';
import { bundleError, isWhole, writeBundle, type Bundle } from './bundle-file.ts';
import { sha256 } from '../results/sha256.ts';
import { keptBySources, onlyKept } from './kept-by-sources.ts';

/** Puts nothing in the place of every targets.json: for programs whose work does not depend on targets. */
const withoutTargets: Plugin = {
  name: 'without-targets',
  setup(build) {
    build.onLoad({ filter: /[/\\]targets\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
  },
};

interface Entry {
  readonly label: string;
  readonly contents: string;
  readonly plugins?: Plugin[];
  /** Without names of files and variables, comments and spaces: only what the code does is left to hash. */
  readonly minify?: boolean;
}

async function built(root: string, { label, contents, plugins = [], minify = false }: Entry) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts', sourcefile: `${label}.ts` },
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    minify,
    plugins,
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw bundleError(label, error);
  });
  // The entry stands in no file.
  const sources = Object.keys(metafile.inputs).filter((path) => path !== `${label}.ts`);
  return { text: outputFiles[0]!.text, sources };
}

/** The programs that trials are made of, below harness/; each has a `<name>Main` that takes the workload. */
const programs = {
  trainer: 'run/trainer/main.ts',
  referee: 'run/referee/main.ts',
  calibrator: 'run/trainer/calibrator.ts',
} as const;

/** Raised when bundles of the same sources would become other ones. */
const bundleRevision = 1;

/** A program as one file; sources that did not change are not bundled again. */
const bundleEntry = (root: string, entry: Entry): Promise<Bundle> =>
  keptBySources(
    { root, label: entry.label, revision: bundleRevision },
    async () => {
      const { text, sources } = await built(root, entry);
      return { value: await writeBundle(root, entry.label, text, 'mjs'), sources };
    },
    isWhole,
  );

type Program = keyof typeof programs;

const entryOf = (program: Program, workload: string): Entry => ({
  label: `${program}-${workload}`,
  contents:
    `import workload from './workloads/${workload}/workload.ts';\n` +
    `import { ${program}Main } from './harness/${programs[program]}';\n` +
    `await ${program}Main(workload);\n`,
  plugins: program === 'calibrator' ? [withoutTargets] : [],
});

/** The program of a process that runs `main` of a harness file on a workload. */
export const bundleProgram = (root: string, program: Program, workload: string): Promise<Bundle> =>
  bundleEntry(root, entryOf(program, workload));

/** That program, if it was bundled before and none of its sources changed; bundles nothing. */
export const keptProgram = (
  root: string,
  program: Program,
  workload: string,
): Promise<Bundle | undefined> =>
  onlyKept({ root, label: entryOf(program, workload).label, revision: bundleRevision });

/** The program that describes submissions; it knows no workload. */
export const bundleDescriber = (root: string): Promise<Bundle> =>
  bundleEntry(root, {
    label: 'describer',
    contents: `import { describerMain } from './harness/run/trainer/describer.ts';\ndescriberMain();\n`,
  });

/** A workload's own code as a file that can be imported, and the sources it was made of. */
export async function bundleWorkload(root: string, workload: string) {
  const label = `workload-${workload}`;
  const contents = `export { default } from './workloads/${workload}/workload.ts';\n`;
  const { text, sources } = await built(root, { label, contents });
  return { bundle: await writeBundle(root, label, text, 'mjs'), sources };
}

/** SHA-256 of what an entry's code does. */
const hashOf = (root: string, entry: Entry): Promise<string> =>
  keptBySources({ root, label: `hash-${entry.label}`, revision: 1 }, async () => {
    const { text, sources } = await built(root, { ...entry, minify: true });
    return { value: sha256(text), sources };
  });

/** SHA-256 of a workload's model, data and options: all of it but its targets. */
export const hashWorkload = (root: string, workload: string): Promise<string> =>
  hashOf(root, {
    label: `workload-${workload}`,
    contents: `export { default } from './workloads/${workload}/workload.ts';\n`,
    plugins: [withoutTargets],
  });

/** SHA-256 of the code that opens engines and of all its kernels. */
export const hashEngineCode = (root: string): Promise<string> =>
  hashOf(root, {
    label: 'engine',
    contents: `export { openEngine } from './harness/engine/engine.ts';\n`,
  });
