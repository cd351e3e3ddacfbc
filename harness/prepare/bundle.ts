/**
 * Bundles what a trial runs: one file for the trainer, one for the referee, one for the submission. They need no
 * TypeScript loader, and a submission is one file with one hash.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { build as esbuild, type BuildFailure, type Plugin } from 'esbuild';
import writeFileAtomic from 'write-file-atomic';

/** A bundled file and the SHA-256 (hex) of its text. */
export interface Bundle {
  readonly file: string;
  readonly hash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where bundles lie: inside node_modules, so that they find TensorFlow.js, and `npm ci` sweeps them away. */
export const bundleFolder = (root: string): string =>
  join(root, 'node_modules', '.cache', 'time-to-result');

/** Only these may be imported by what a submission's own folder and #optim hold. */
const allowed = ['#spec', '#optim', '@tensorflow/tfjs'];

/** Refuses imports that a submission may not make, naming the importing file. */
const submissionImports = (root: string, folder: string): Plugin => ({
  name: 'submission-imports',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, importer, resolveDir, kind }) => {
      if (kind === 'entry-point' || allowed.includes(path)) return undefined;
      const from = relative(root, importer);
      const own = [folder, join(root, 'harness', 'optim')].some((home) => {
        const inside = relative(home, join(resolveDir, path));
        return path.startsWith('.') && inside !== '..' && !inside.startsWith(`..${sep}`);
      });
      if (own || (from.startsWith(`harness${sep}`) && path.startsWith('.'))) return undefined;
      const text = `${from} imports '${path}'. It may import: its own folder, ${allowed.join(', ')}.`;
      return { errors: [{ text }] };
    });
  },
});

async function write(file: string, text: string): Promise<Bundle> {
  await mkdir(dirname(file), { recursive: true });
  const before = await readFile(file, 'utf8').catch(() => undefined);
  if (before !== text) await writeFileAtomic(file, text);
  // Permissions are given to real paths: a symbolic link on the way would have to be readable too.
  return { file: await realpath(file), hash: sha256(text) };
}

/** esbuild's errors in our words. */
function explain(what: string, error: unknown): Error {
  const { errors } = error as BuildFailure;
  if (!Array.isArray(errors)) return error as Error;
  const lines = errors.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}: ${text}`,
  );
  return new Error(`${what} cannot be bundled:\n  ${lines.join('\n  ')}`);
}

/** Bundles a submission, submissions/<name>/submission.ts or another file, with #optim and #spec; TensorFlow.js stays outside. */
export async function bundleSubmission(
  root: string,
  name: string,
  entry = join(root, 'submissions', name, 'submission.ts'),
): Promise<Bundle> {
  const { outputFiles } = await esbuild({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'node20',
    external: ['@tensorflow/tfjs'],
    plugins: [submissionImports(root, dirname(entry))],
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw explain(`Submission "${name}"`, error);
  });
  const { text } = outputFiles[0]!;
  return write(
    join(bundleFolder(root), `submission-${name}-${sha256(text).slice(0, 12)}.cjs`),
    text,
  );
}

/** Puts nothing in the place of every targets.json: for programs whose work does not depend on targets. */
const withoutTargets: Plugin = {
  name: 'without-targets',
  setup(build) {
    build.onLoad({ filter: /[/\\]targets\.json$/ }, () => ({ contents: '{}', loader: 'json' }));
  },
};

async function bundleEntry(
  root: string,
  label: string,
  contents: string,
  plugins: Plugin[] = [],
): Promise<Bundle> {
  const { outputFiles } = await esbuild({
    stdin: { contents, resolveDir: root, loader: 'ts', sourcefile: `${label}.ts` },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins,
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw explain(label, error);
  });
  const { text } = outputFiles[0]!;
  return write(join(bundleFolder(root), `${label}-${sha256(text).slice(0, 12)}.mjs`), text);
}

/** The programs that trials are made of, below harness/; each has a `<name>Main` that takes the workload. */
const programs = {
  trainer: 'run/trainer/main.ts',
  referee: 'run/referee/main.ts',
  calibrator: 'run/trainer/calibrator.ts',
} as const;

/** The program of a process that runs `main` of a harness file on a workload. */
export const bundleProgram = (
  root: string,
  program: keyof typeof programs,
  workload: string,
): Promise<Bundle> =>
  bundleEntry(
    root,
    `${program}-${workload}`,
    `import workload from './workloads/${workload}/workload.ts';\n` +
      `import { ${program}Main } from './harness/${programs[program]}';\n` +
      `await ${program}Main(workload);\n`,
    program === 'calibrator' ? [withoutTargets] : [],
  );

/** The workload alone, for its hash. */
export const bundleWorkload = (root: string, workload: string): Promise<Bundle> =>
  bundleEntry(
    root,
    `workload-${workload}`,
    `export { default } from './workloads/${workload}/workload.ts';\n`,
  );

/** The workload without its targets, for a hash that stays the same when they are set. */
export const bundleTask = (root: string, workload: string): Promise<Bundle> =>
  bundleEntry(
    root,
    `task-${workload}`,
    `export { default } from './workloads/${workload}/workload.ts';\n`,
    [withoutTargets],
  );

/** The harness's part of a trial alone, for its hash. */
export const bundleHarness = (root: string): Promise<Bundle> =>
  bundleEntry(
    root,
    'harness',
    `export * from './harness/${programs.trainer}';\nexport * from './harness/${programs.referee}';\n`,
  );
