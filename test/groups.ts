/** Which test files may share a process: a fresh one costs two seconds, most of them to load TensorFlow.js. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Folders of tests that change nothing but their own values. */
const shared =
  /^unit\/(algoperf|commands|machine|nn|optim|plan|record|report|results|run|score|targets)\//;
/** What a test does that others in its process would feel: another backend than the plain one, changed globals, kernels. */
const alone =
  /openEngine|setBackend\('wasm'\)|gradients-on|lockDown|registerKernel|process\.(env|chdir|exit)|performance\.now =|Date\.now =/;
const most = 10;

const mayShare = (folder: string, file: string): boolean =>
  shared.test(relative(folder, file).replaceAll('\\', '/')) &&
  !alone.test(readFileSync(file, 'utf8'));

/** A file that runs these, one after the other. */
function entryOf(files: readonly string[], place: string, number: number): string {
  const entry = join(place, `group-${number}.test.mjs`);
  const imports = files.map((file) => `await import(${JSON.stringify(pathToFileURL(file).href)});`);
  writeFileSync(entry, `${imports.join('\n')}\n`);
  return entry;
}

/** Files to start, each in a process of its own, that together run all of these; temporary ones lie in `place`. */
export function grouped(
  folder: string,
  files: readonly string[],
): { files: string[]; place: string } {
  const place = mkdtempSync(join(tmpdir(), 'ttr-tests-'));
  const sharing = files.filter((file) => mayShare(folder, file));
  const groups = Array.from({ length: Math.ceil(sharing.length / most) }, (_, i) =>
    sharing.slice(i * most, (i + 1) * most),
  );
  const own = files.filter((file) => !sharing.includes(file));
  return { place, files: [...own, ...groups.map((group, i) => entryOf(group, place, i))] };
}
