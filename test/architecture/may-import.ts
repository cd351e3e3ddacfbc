/** Who may import whom: spec <- record <- seven siblings <- run <- prepare <- targets <- commands <- cli; report beside them. */
import { posix } from 'node:path';

/** `harness/x/` stands for the folder, `node:` and `@scope/` for all that begin so, `*` for every package; the rest are whole names. */
type Allowed = readonly string[];

const ground = ['#spec', 'harness/record/'];
const siblings = ['engine', 'machine', 'data', 'plan', 'results', 'algoperf', 'score'];
const middle = [...ground, ...siblings.map((name) => `harness/${name}/`)];
const anything = ['node:', '*'];

/** Where the cache lies on this machine. */
const cachePlace = 'harness/data/cache.ts';

/** Of each folder or file, beside itself; the longest that fits holds. */
const rules: Readonly<Record<string, Allowed>> = {
  'harness/spec/': ['@tensorflow/tfjs'],
  'harness/optim/': ['#spec', '@tensorflow/tfjs'],
  'harness/nn/': ['#spec', '@tensorflow/tfjs'],
  'harness/record/': ['#spec', 'ajv', 'd3-array'],
  'harness/engine/': [...ground, cachePlace, ...anything],
  'harness/machine/': [...ground, 'harness/engine/', cachePlace, ...anything],
  'harness/data/': [...ground, ...anything],
  'harness/plan/': [...ground, 'node:crypto', 'd3-array'],
  'harness/results/': [...ground, ...anything],
  'harness/algoperf/': [...ground, ...anything],
  'harness/score/': [...ground, 'd3-array', 'd3-dsv', '@stdlib/'],
  'harness/report/': [...ground, 'harness/score/', 'd3-array', 'd3-scale', 'd3-shape'],
  'harness/report/render/': [...ground, 'harness/score/', 'harness/report/', ...anything],
  'harness/run/': [...middle, ...anything],
  'harness/run/wire/': [...ground, '@tensorflow/tfjs'],
  'harness/run/trainer/': [...middle, '#optim', 'harness/run/wire/', ...anything],
  // The referee reads its node's tools itself, wherever it runs.
  'harness/run/referee/': [
    ...middle,
    'harness/run/wire/',
    'harness/run/sandbox.ts',
    'harness/run/tail.ts',
    ...anything,
  ],
  'harness/start/': anything,
  'harness/prepare/': [...middle, 'harness/run/', 'harness/start/', ...anything],
  'harness/targets/': [...middle, 'harness/run/', 'harness/prepare/', ...anything],
  'harness/targets/algorithms/': ['#spec', '#optim', 'harness/targets/spaces.ts'],
  'harness/commands/': [
    ...middle,
    ...['run', 'prepare', 'targets', 'report'].map((name) => `harness/${name}/`),
    ...anything,
  ],
  'harness/cli.ts': ['harness/commands/', 'harness/prepare/project.ts', ...anything],
  // Programs by hand, which compare with anything.
  'harness/bench/': ['#spec', '#optim', '#nn', 'harness/', ...anything],
};

/** Packages that turn other people's files into data, and the system's part of that. */
const formats = ['hyparquet', 'hyparquet-compressors', 'openchemlib', 'fft.js'].concat(
  ['zlib', 'crypto', 'wasi', 'fs', 'os', 'path'].map((name) => `node:${name}`),
);

/** What this file may import, its own folder first. */
export function mayImport(file: string): Allowed {
  const own = file.split('/').slice(0, 2).join('/') + '/';
  if (file.startsWith('submissions/')) return [own, '#spec', '#optim', '@tensorflow/tfjs'];
  if (file.startsWith('workloads/'))
    return [own, 'workloads/shared/', '#spec', '#nn', '@tensorflow/tfjs', ...formats];
  const rule = Object.keys(rules)
    .filter((prefix) => file.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0];
  if (rule === undefined)
    throw new Error(`${file} lies in no folder that test/architecture/may-import.ts knows.`);
  return [rule, ...rules[rule]!];
}

/** Whether the name stands in the list. */
export const allows = (allowed: Allowed, name: string): boolean =>
  allowed.some((entry) => {
    if (entry === '*') return !/^(#|node:|harness\/|workloads\/|submissions\/)/.test(name);
    return entry.endsWith('/') || entry.endsWith(':')
      ? name.startsWith(entry)
      : name === entry || name.startsWith(posix.join(entry, '/'));
  });
