/** Arrows point one way, files are one idea, and harness/ names no workload or submission. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const filesBelow = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !name.includes('/wasm/assembly/'));

/** Import specifiers of a file; relative ones as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(
      /^\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm,
    ),
  ];
  return found.map(([, from, dynamic, bare]) => {
    const name = (from ?? dynamic ?? bare)!;
    return name.startsWith('.')
      ? normalize(join(dirname(file), name))
          .split(sep)
          .join('/')
      : name;
  });
}

interface Rule {
  readonly files: RegExp;
  /** What may be imported. */
  readonly may: readonly RegExp[];
}

const tensorflow = /^@tensorflow\/tfjs$/;
const spec = /^#spec$/;

/** Who may import whom. The first rule that names a file holds. */
const rules: readonly Rule[] = [
  { files: /^harness\/spec(\.ts|\/)/, may: [tensorflow, /^harness\/spec\//] },
  { files: /^harness\/optim\//, may: [spec, tensorflow, /^harness\/optim\//] },
  { files: /^harness\/nn\//, may: [spec, tensorflow, /^harness\/nn\//] },
  // Programs of their own: they print, and they compare with anything.
  { files: /^harness\/(score\/bench|bench\/)/, may: [/./] },
  { files: /^harness\/score\//, may: [spec, /^harness\/(score|results)\//, /^d3-array$/] },
  {
    files: /^harness\/report\/(screenshot|chromium)\.ts$/,
    may: [/^node:/, /^playwright-core$/, /^harness\/report\//],
  },
  {
    files: /^harness\/report\//,
    may: [spec, /^harness\/(report|score|results)\//, /^d3-/, /^handlebars$/, /^node:/],
  },
  {
    files: /^harness\/results\//,
    may: [spec, /^harness\/results\//, /^node:/, /^ajv/, /^d3-array$/, /^write-file-atomic$/],
  },
  // Texts of files to be written: what looks like imports there is not its own.
  { files: /^harness\/plan\/new-workload\.ts$/, may: [/./] },
  { files: /^harness\/plan\//, may: [spec, /^harness\/(plan|results)\//, /^node:/] },
  {
    files: /^harness\/targets\/algorithms\//,
    may: [spec, /^#optim$/, /^harness\/targets\/spaces\.ts$/],
  },
  {
    files: /^harness\/targets\//,
    may: [
      spec,
      /^harness\/(targets|plan|results)\//,
      /^node:/,
      /^(ajv|d3-array|write-file-atomic)/,
    ],
  },
  {
    files: /^harness\/data\//,
    may: [
      spec,
      tensorflow,
      /^harness\/data\//,
      /^node:/,
      /^(pacote|tar|env-paths|execa|write-file-atomic|ssri)$/,
    ],
  },
  { files: /^harness\/(cli\.ts|commands\/)/, may: [/./] },
  {
    files: /^harness\//,
    may: [
      spec,
      /^#optim$/,
      /^#nn$/,
      /^harness\/(?!cli\.ts|commands\/|report\/|score\/)/,
      /^(?!#|harness)/,
    ],
  },
];

/** The folder of a workload or submission. */
const ownFolder = (file: string): string => file.split('/').slice(0, 2).join('/');

function ruleOf(file: string): Rule {
  const own = new RegExp(`^${ownFolder(file)}/`);
  if (file.startsWith('submissions/'))
    return { files: own, may: [spec, /^#optim$/, tensorflow, own] };
  if (file.startsWith('workloads/')) {
    const libraries =
      /^(hyparquet|hyparquet-compressors|openchemlib|fft\.js|node:(zlib|crypto|wasi|fs|os|path))$/;
    // Nothing of other workloads: recipes and layers that several have stand in workloads/shared/.
    const shared = /^workloads\/shared\//;
    return {
      files: own,
      may: [spec, /^#nn$/, tensorflow, own, libraries, shared],
    };
  }
  return rules.find(({ files }) => files.test(file))!;
}

const sources = [
  ...filesBelow('harness'),
  ...filesBelow('workloads'),
  ...filesBelow('submissions'),
];

test('arrows point one way', () => {
  const wrong = sources.flatMap((file) => {
    const { may } = ruleOf(file);
    return importsOf(file)
      .filter((name) => !may.some((allowed) => allowed.test(name)))
      .map((name) => `${file} imports ${name}. It may import: ${may.map(String).join(', ')}.`);
  });
  assert.deepEqual(wrong, []);
});

test('nothing imports the command line', () => {
  const wrong = sources.filter((file) => importsOf(file).includes('harness/cli.ts'));
  assert.deepEqual(wrong, []);
});

test('no file has more than 250 lines', () => {
  const long = [...sources, ...filesBelow('test')].filter(
    (file) => readFileSync(join(root, file), 'utf8').split('\n').length > 251,
  );
  assert.deepEqual(long, []);
});

test('no workload’s or submission’s name stands in harness/', () => {
  const folders = (kind: string): string[] =>
    readdirSync(join(root, kind), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  // Single words such as "sam" or "lion" are names of methods too, which #optim may implement.
  const names = [...folders('workloads'), ...folders('submissions')].filter((name) =>
    name.includes('_'),
  );
  const code = filesBelow('harness').filter((file) => !/^harness\/optim\//.test(file));
  const wrong = code.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');
    return names
      .filter((name) => new RegExp(`\\b${name}\\b`).test(text))
      .map((name) => `${file} names ${name}`);
  });
  assert.deepEqual(wrong, []);
});

test('only the command line prints or sets an exit code', () => {
  const processes =
    /^harness\/(run\/(trainer|referee|calibrator)|engine\/native\/\w+|cli)\.ts$|^harness\/(engine\/wasm|report|score)\/(build|bench|screenshot)|^harness\/bench\//;
  const wrong = filesBelow('harness')
    .filter((file) => !processes.test(file))
    .filter((file) =>
      /\bconsole\.|process\.(exit\b|exitCode|stdout|stderr)/.test(
        readFileSync(join(root, file), 'utf8'),
      ),
    )
    .map((file) => relative(root, join(root, file)));
  assert.deepEqual(wrong, []);
});

test('only harness/data downloads', () => {
  const wrong = sources.filter(
    (file) =>
      !file.startsWith('harness/data/') &&
      importsOf(file).some((name) => /^(pacote|node:https?|node:net)$/.test(name)),
  );
  assert.deepEqual(wrong, []);
});
