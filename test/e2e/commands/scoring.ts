/** Commands on kept results: score, price, leaderboard, replay, pack, aa, export, import. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { priceText } from '../../../harness/commands/price-text.ts';
import { standingText } from '../../../harness/commands/standing-text.ts';
import type { AaReport } from '../../../harness/score/aa.ts';
import { scoresCsv } from '../../../harness/score/csv.ts';
import type { PackedFolder } from '../../../harness/results/write-packs.ts';
import { priceReport, type PriceReport } from '../../../harness/score/price-report.ts';
import { summarize } from '../../../harness/score/summarize.ts';
import type { Summary } from '../../../harness/score/summary.ts';
import type { TrialResult } from '../../../harness/record/result.ts';
import type { TemporaryProject } from '../temporary-project.ts';
import { cells, json, refused, said } from './said.ts';

/** A value as it comes back from JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

export function scoring(project: TemporaryProject): void {
  const { folder } = project;

  test('score: a table, JSON, CSV, and the official rules', async () => {
    const results = await project.results();
    const summary = summarize(results);
    assert.equal((await said(project, ['score'])).stdout, standingText(summary));
    assert.deepEqual(await json(project, ['score', '--suite', 'smoke']), {
      ...(plain(summary) as object),
    });
    const csv = await said(project, ['score', '--csv']);
    assert.equal(csv.stdout, scoresCsv(summary).trimEnd());
    const official = ['score', '--rules', 'algoperf', '--r-max', '2', '--reference', 'twice'];
    assert.deepEqual(
      await json(project, official),
      plain(summarize(results, { rules: 'algoperf', rMax: 2, reference: 'twice' })),
    );
    const none = await refused(project, ['score', '--workloads', ',']);
    assert.match(none, /--workloads names none\. Choose of: quadratic\./);
    const absent = await refused(project, ['score', '--suite', 'quick']);
    assert.match(absent, /No results for .*\. Base workloads with results: quadratic\./);
  });

  test('price: steps of every submission, and ranks by steps beside ranks by seconds', async () => {
    const summary = summarize(await project.results(), { reference: 'plain', resamples: 1 });
    const { stdout } = await said(project, ['price', '--reference', 'plain']);
    assert.equal(stdout, priceText(priceReport(summary)));
    assert.deepEqual(await json(project, ['price', 'results', '--reference', 'plain']), [
      plain(priceReport(summary)),
    ]);
    const absent = await refused(project, ['price', '--reference', 'nobody']);
    assert.match(
      absent,
      /no reference submission "nobody" in these results\. Choose one of: plain, twice\./,
    );
    const none = await refused(project, ['price', '--engine', 'tensorflow-gpu']);
    assert.match(none, /No result fits --fingerprint, --engine and --ruleset\./);
  });

  test('leaderboard: a retried trial is replayed from the file of the attempt that counts', async () => {
    const names = (await readdir(join(folder, 'results'), { recursive: true })).sort();
    const first = `results/${names.find((name) => /\/plain\/.*\.json$/.test(name))!}`;
    const second = first.replace('.json', '.attempt-2.json');
    const text = await readFile(join(folder, first), 'utf8');
    const later = text.replace(/"startedAt":"[^"]*"/, '"startedAt":"2099-01-01T00:00:00.000Z"');
    await writeFile(join(folder, second), later);

    const { stdout } = await said(project, ['leaderboard', '--output', 'pages/page.html']);
    assert.equal(stdout, 'pages/page.html');
    const page = readFileSync(join(folder, stdout), 'utf8');
    const shown = [...page.matchAll(/npx ttr (replay [^<]*)/g)].map(([, command]) => command!);
    const other = `results/${names.find((name) => /\/twice\/.*\.json$/.test(name))!}`;
    assert.deepEqual(shown.sort(), [`replay ${second}`, `replay ${other}`].sort());

    const { evaluations } = JSON.parse(text) as TrialResult;
    const replayed = await said(project, `replay ${second}`.split(' '));
    const same = `All ${evaluations.length} evaluations are the same to the last bit.`;
    assert.equal(replayed.stdout, same);
    assert.deepEqual(await json(project, ['replay', other]), {
      code: 'kept',
      identical: true,
      evaluations: (JSON.parse(await readFile(join(folder, other), 'utf8')) as TrialResult)
        .evaluations.length,
      changed: [],
    });
  });

  test('pack: one file a submission, scored as the results that it holds', async () => {
    const { stdout } = await said(project, ['pack', 'results', '--output', 'packs']);
    const files = ['plain', 'twice'].map((name) => join('packs', `${name}.json`));
    assert.deepEqual(
      cells(stdout).map(([path, trials, , state]) => [path, trials, state]),
      [
        ['pack', 'trials', undefined],
        [files[0], '2', 'written'],
        [files[1], '1', 'written'],
      ],
    );
    const { packs, problems } = (await json(project, [
      'pack',
      '--output',
      'packs',
    ])) as PackedFolder;
    assert.deepEqual(problems, []);
    assert.deepEqual(
      packs.map(({ path, state }) => [path, state]),
      files.map((path) => [path, 'unchanged']),
    );
    assert.deepEqual(await json(project, ['score', 'packs']), await json(project, ['score']));
    await said(project, ['replay', `${files[1]}#1`]);
    assert.match(await refused(project, ['pack', 'pages']), /pages holds no results to pack\./);
  });

  test('export and import: the official layout holds the same scores', async () => {
    const exported = await said(project, ['export', 'algoperf', 'results', 'official']);
    const [logs, targets] = [join('official', 'logs'), join('official', 'workload_targets.json')];
    assert.equal(
      exported.stdout,
      `Wrote 2 trials. Give the official scorer --submission_directory ${logs} --workload_targets ${targets}.`,
    );
    const command = ['import', 'algoperf', logs, '--targets', targets, '--into', 'imported'];
    const imported = await said(project, [...command, '--ruleset', 'self']);
    assert.equal(imported.stdout, 'Imported 2 trials into imported; 0 problems.');
    const scores = ({ submissions }: Summary) =>
      submissions.map(({ name, score }) => [name, score]);
    const read = (await json(project, ['score', 'imported', '--targets', targets])) as Summary;
    assert.deepEqual(scores(read), scores(summarize(await project.results())));
    const tables = (await json(project, ['price', 'results', 'imported'])) as PriceReport[];
    assert.deepEqual(
      tables.map(({ source, submissions }) => [source.kind, submissions.length]).sort(),
      [
        ['imported', 2],
        ['measured', 2],
      ],
    );
    const twice = await refused(project, [...command, '--ruleset', 'self']);
    assert.match(twice, /imported holds 2 results already\. Import into a folder that is empty/);
  });

  test('aa: the noise floor is kept and goes into the score', async () => {
    const command = ['aa', 'plain', '--workload', 'quadratic', '--engine', 'wasm'];
    const { stdout, stderr } = await said(project, [
      ...command,
      ...['--pairs', '4', '--evaluations', '1'],
    ]);
    const lines = stdout.split('\n');
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /^4 pairs of the same submission: A over B \d\.\d{3}; verdict: /);
    assert.match(stderr, /^pair 4 of 4: A first, A .* s, B .* s$/m);
    const floors = join(folder, 'cache', 'noise-floor');
    const [file] = await readdir(floors);
    const report = JSON.parse(await readFile(join(floors, file!), 'utf8')) as AaReport;
    const percent = ((report.noiseFloor - 1) * 100).toFixed(1);
    assert.ok(lines[1]!.startsWith(`Noise floor: speed-ups below ${percent} % are undecided`));
    const { noiseFloor } = (await json(project, ['score'])) as Summary;
    assert.deepEqual(noiseFloor, { kind: 'known', value: report.noiseFloor });
  });
}
