/** The project's TypeScript files, and what each imports as TypeScript's own parser reads it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Paths from the root, with `/`, of the TypeScript files below this folder; AssemblyScript is another language. */
export const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !name.includes('/wasm/assembly/'))
    .sort();

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export const linesOf = (file: string): number => textOf(file).trimEnd().split('\n').length;

/** The aliases of package.json, e.g. `#spec` -> `harness/spec/index.ts`. */
const { imports: aliases } = JSON.parse(textOf('package.json')) as {
  imports: Record<string, string>;
};

/** One import, type-only ones and `import()` included. */
export interface Import {
  /** As written, but a relative one as a path from the root: `#spec`, `node:fs`, `harness/spec/index.ts`. */
  readonly name: string;
  /** The file of this project that is meant; absent for packages. */
  readonly file?: string;
}

/** What this file imports. */
export function importsOf(file: string): Import[] {
  const { importedFiles } = ts.preProcessFile(textOf(file), true, true);
  return importedFiles.map(({ fileName }) => {
    const alias = aliases[fileName];
    if (alias !== undefined) return { name: fileName, file: posix.normalize(alias) };
    if (!fileName.startsWith('.')) return { name: fileName };
    const path = posix.join(dirname(file), fileName);
    return existsSync(join(root, path)) ? { name: path, file: path } : { name: path };
  });
}

/** The folders of one kind that hold a `<kind>.ts`. */
export const foldersOf = (kind: 'workload' | 'submission'): string[] =>
  readdirSync(join(root, `${kind}s`), { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && existsSync(join(root, `${kind}s`, entry.name, `${kind}.ts`)),
    )
    .map(({ name }) => name)
    .sort();

export const harness = filesBelow('harness');
export const sources = [...harness, ...filesBelow('workloads'), ...filesBelow('submissions')];
export const tests = filesBelow('test');
