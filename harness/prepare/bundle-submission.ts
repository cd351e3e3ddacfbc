/** Bundles a submission: one file with one hash, of nothing but its folder, #optim and #spec. */
import { dirname, join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundleError, isWhole, writeBundle, type Bundle } from './bundle-file.ts';
import { keptBySources, type StampOf } from './kept-by-sources.ts';

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

async function bundle(root: string, name: string, entry: string) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'neutral',
    target: 'node20',
    external: ['@tensorflow/tfjs'],
    plugins: [submissionImports(root, dirname(entry))],
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw bundleError(`Submission "${name}"`, error);
  });
  return { text: outputFiles[0]!.text, sources: Object.keys(metafile.inputs) };
}

/** Another file than the folder's submission.ts, and how its sources are compared with those of a kept bundle. */
export interface BundleRequest {
  readonly entry?: string | undefined;
  readonly stamps?: StampOf | undefined;
}

/**
 * Bundles submissions/<name>/submission.ts, or another file, with #optim and #spec; TensorFlow.js stays outside.
 * Sources that did not change are not bundled again.
 */
export function bundleSubmission(
  root: string,
  name: string,
  { entry = join(root, 'submissions', name, 'submission.ts'), stamps }: BundleRequest = {},
): Promise<Bundle> {
  const label = [...relative(root, dirname(entry)).split(sep), name].join('-');
  return keptBySources(
    { root, label, revision: 1, stamps },
    async () => {
      const { text, sources } = await bundle(root, name, entry);
      return { value: await writeBundle(root, `submission-${name}`, text, 'cjs'), sources };
    },
    isWhole,
  );
}
