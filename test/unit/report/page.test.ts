import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { leaderboard } from '../../../harness/report/leaderboard.ts';
import { otherWays } from '../../../harness/report/views/other-ways.ts';
import { seriesOf } from '../../../harness/report/charts/series.ts';
import { scoreResults, summarize } from '../../../harness/score/summarize.ts';
import { hostile, hostileAbout, hostileNames } from './hostile.ts';
import { keptOf } from './made-files.ts';
import { madeResults, type Made } from './made-results.ts';
import { madePage } from './render.ts';

const workloads = ['image_resnet', 'text_lm', 'tabular'];
const usual: Made = { submissions: ['lion', 'adamw', 'nadamw'], workloads, studies: 3, trials: 2 };

const shapes: Readonly<Record<string, Made>> = {
  'three submissions': usual,
  'one submission, workload, study and trial': {
    submissions: ['adamw'],
    workloads: ['text_lm'],
    studies: 1,
    trials: 1,
  },
  'two submissions with one study': { ...usual, submissions: ['a', 'b'], studies: 1 },
  'a workload that nobody finishes': { ...usual, hopeless: ['tabular'] },
  'no target reached at all': { ...usual, hopeless: workloads },
  'forty submissions': {
    ...usual,
    submissions: Array.from({ length: 40 }, (_, index) => `method_${index}`),
    trials: 1,
  },
  'hostile names': hostile,
};

const folder = new URL('../../../harness/report/', import.meta.url);
const inside = (page: string, tag: string): readonly string[] =>
  [...page.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, 'g'))].map(
    (match) => match[1]!,
  );
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

for (const [name, made] of Object.entries(shapes)) {
  test(`the page of ${name} holds every section, every trial and no broken number`, () => {
    const page = madePage(made);
    for (const section of [
      'ranking',
      'profiles',
      'times',
      'training',
      'pairs',
      'prices',
      'stability',
      'facts',
      'trials',
      'notes',
    ]) {
      assert.equal(page.split(`<section id="${section}"`).length, 2, section);
    }
    for (const { plan } of madeResults(made)) assert.ok(page.includes(`id="trial-${plan.id}"`));
    const drawn = page.replace(inside(page, 'script')[0]!, '');
    assert.doesNotMatch(drawn, /NaN|Infinity|undefined|\[object/);
  });

  test(`the page of ${name} uses every identifier once`, () => {
    const ids = [...madePage(made).matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]!);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
  });
}

test('results in another order give the same bytes', () => {
  const results = madeResults(usual);
  const page = (given: typeof results): string =>
    leaderboard({ ...scoreResults(given, { resamples: 200 }), command: 'ttr leaderboard' });
  assert.equal(page([...results].reverse()), page(results));
});

test('a table of both rulesets marks each submission, and a page may lead to the other ruleset', () => {
  const results = madeResults({ ...usual, trials: 1, selfTuning: ['lion'] });
  const all = scoreResults(results, { resamples: 200 });
  const page = leaderboard({ ...all, command: 'ttr leaderboard' });
  assert.match(page, /<li>external tuning and self-tuning<\/li>/);
  assert.match(page, /<bdi title="lion">lion<\/bdi><\/span> <span class="status">self-tuning</);
  assert.match(page, /<bdi title="adamw">adamw<\/bdi><\/span> <span class="status">external</);
  const seeAlso = { ruleset: 'self-tuning', href: 'leaderboard-self-tuning.html' } as const;
  const external = scoreResults(results, { ruleset: 'external', resamples: 200 });
  const half = leaderboard({ ...external, command: 'ttr run', seeAlso });
  assert.match(half, /under self-tuning have <a href="leaderboard-self-tuning.html">/);
  assert.doesNotMatch(half, /id="submission-lion"/);
});

test('a trial is replayed from its own file, whichever attempt it is; without a file its command is shown', () => {
  const results = madeResults({ ...usual, submissions: ['lion'], workloads: ['tabular'] });
  const [retried, lost, ...others] = keptOf(results);
  const kept = [
    { ...retried!, path: retried!.path.replace('.json', '.attempt-2.json') },
    ...others,
  ];
  const page = leaderboard({
    ...scoreResults(results, { resamples: 200 }),
    files: new Map(kept.map(({ result, path }) => [result, path])),
    command: 'ttr leaderboard',
  });
  const commands = inside(page, 'code').filter((text) => /lion/.test(text));
  for (const { path } of kept)
    assert.equal(commands.filter((text) => text === `npx ttr replay ${path}`).length, 1, path);
  assert.ok(lost!.result.origin.kind === 'measured');
  assert.deepEqual(
    commands.filter((text) => text.startsWith('ttr run ')),
    [lost!.result.origin.command],
  );
});

test('hit rates are lower bounds where trials were stopped, and the other ways of counting say so', () => {
  const results = madeResults({ ...usual, workloads: ['tabular'] }).map((result) => {
    const stops = result.plan.submission === 'lion' && result.outcome.status === 'missed';
    const { seconds } = result.outcome;
    const outcome = { status: 'stopped', seconds, step: 1, reason: 'beaten' } as const;
    return stops ? { ...result, outcome } : result;
  });
  const summary = summarize(results, { resamples: 200 });
  const { stoppedTrials } = summary.submissions.find(({ name }) => name === 'lion')!;
  assert.ok(stoppedTrials > 0);
  const page = leaderboard({ summary, results, command: 'ttr leaderboard' });
  assert.equal(page.split('>at least ').length, 2);
  assert.match(page, /so the hit rate is a lower bound/);
  const { rows } = otherWays(summary, seriesOf(summary, {}));
  assert.deepEqual(
    rows.map(({ series, stopped }) => [series.name, stopped]),
    summary.submissions.map(({ name }) => [name, name === 'lion' ? String(stoppedTrials) : '0']),
  );
});

test('a summary without its trials still gives a page', () => {
  const summary = summarize(madeResults(usual), { resamples: 200 });
  const page = leaderboard({ summary, results: [], command: 'ttr leaderboard' });
  assert.match(page, /These results hold no evaluations/);
  assert.match(page, /No trials were given/);
});

test('trials of another machine are left out', () => {
  const results = madeResults(usual);
  const foreign = results.map((result) =>
    result.origin.kind === 'imported'
      ? result
      : {
          ...result,
          origin: {
            ...result.origin,
            machine: { ...result.origin.machine, fingerprint: 'another' },
          },
        },
  );
  const options = { fingerprint: '3f9a1c0be472', resamples: 200 };
  const both = scoreResults([...results, ...foreign], options);
  assert.deepEqual(both, scoreResults(results, options));
  assert.equal(both.results.length, results.length);
});

test('hostile names are shown as text and make no element, attribute or link', () => {
  const page = madePage(hostile, hostileAbout);
  const plain = madePage({ ...hostile, submissions: hostileNames.map((_, index) => `m${index}`) });
  const tags = (text: string): readonly string[] =>
    [
      ...new Set([...text.matchAll(/<([a-zA-Z!][\w-]*)/g)].map((match) => match[1]!.toLowerCase())),
    ].sort();
  assert.deepEqual(tags(page), [...new Set([...tags(plain), 'small'])].sort());
  assert.doesNotMatch(page, /href="javascript:|\son\w+="/);
  assert.match(page, /&lt;script&gt;globalThis\.harmed/);
  assert.match(page, /\{\{command\}\} \{\{\{command\}\}\} &amp;amp;/);
});

test('no template has a way around escaping, and no helper makes markup', () => {
  for (const file of readdirSync(new URL('render/template/', folder))) {
    const text = readFileSync(new URL(`render/template/${file}`, folder), 'utf8');
    assert.doesNotMatch(text, /\{\{\{|\{\{&/, file);
  }
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )) {
    assert.doesNotMatch(readFileSync(new URL(file, folder), 'utf8'), /SafeString|noEscape/, file);
  }
});

test("the security policy allows exactly the page's own style and script, and nothing from outside", () => {
  const page = madePage(usual);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
  const decoded = policy.replaceAll('&#x27;', "'").replaceAll('&#x3D;', '=');
  const [style, script] = [inside(page, 'style'), inside(page, 'script')];
  assert.equal(style.length, 1);
  assert.equal(script.length, 1);
  assert.equal(
    decoded,
    `default-src 'none'; style-src 'sha256-${sha256(style[0]!)}'; ` +
      `script-src 'sha256-${sha256(script[0]!)}'; base-uri 'none'; form-action 'none'`,
  );
  assert.doesNotMatch(page, /\ssrc=|\sstyle=|@import|url\(h/);
});
