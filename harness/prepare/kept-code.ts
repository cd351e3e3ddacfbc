/** Code that was kept with a result, made ready to run: its imports are checked again, and no byte of it changes. */
import type { Plugin } from 'esbuild';
import { bundleError, writeBundle, type Bundle } from './bundle-file.ts';

/** All that a bundled submission still imports. */
const allowed = '@tensorflow/tfjs';

const bundledImports: Plugin = {
  name: 'bundled-imports',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path }) => {
      if (path === allowed) return { path, external: true };
      return { errors: [{ text: `it imports '${path}'. Bundled code may import: ${allowed}.` }] };
    });
  },
};

/** Writes the text down as a submission's bundle. It may come from anybody: it is parsed here, and runs where submissions do. */
export async function bundleKeptCode(root: string, name: string, text: string): Promise<Bundle> {
  const { build } = await import('esbuild');
  await build({
    stdin: { contents: text, resolveDir: root, loader: 'js', sourcefile: `${name}.js` },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'node20',
    plugins: [bundledImports],
    logLevel: 'silent',
  }).catch((error: unknown) => {
    throw bundleError(`The kept code of "${name}"`, error);
  });
  return writeBundle(root, `submission-${name}`, text, 'cjs');
}
