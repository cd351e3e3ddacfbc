import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openProject } from '../../../harness/prepare/project.ts';
import { publish } from '../../../harness/commands/publish.ts';
import { keptOf } from '../report/made-files.ts';
import { madeResults } from '../report/made-results.ts';

const made = { submissions: ['lion', 'free'], workloads: ['digits'], studies: 2, trials: 2 };

/** Publishes into an empty folder of results; what was printed, and the pages by name. */
async function published(trials: number) {
  const folder = await mkdtemp(join(tmpdir(), 'ttr-publish-'));
  const printed: string[] = [];
  try {
    await publish(
      {
        project: openProject(folder),
        terminal: { print: (text) => void printed.push(text), note() {}, status() {} },
        signal: new AbortController().signal,
        command: 'ttr run',
      },
      keptOf(madeResults({ ...made, trials, selfTuning: ['free'] })),
    );
    const names = (await readdir(folder)).sort();
    const texts = names.map((name) => readFile(join(folder, name), 'utf8'));
    return { printed: printed.join('\n'), names, texts: await Promise.all(texts) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a run with one trial a study gives one page for both rulesets', async () => {
  const { names, printed, texts } = await published(1);
  assert.deepEqual(names, ['leaderboard.html']);
  assert.match(printed, /place +submission +ruleset/);
  assert.match(texts[0]!, /one trial a study/);
});

test('a run that tuned gives a page for each ruleset, and each leads to the other', async () => {
  const { names, printed, texts } = await published(2);
  assert.deepEqual(names, ['leaderboard-self-tuning.html', 'leaderboard.html']);
  const [selfTuning, external] = texts;
  assert.match(external!, /href="leaderboard-self-tuning\.html"/);
  assert.match(selfTuning!, /href="leaderboard\.html"/);
  assert.ok(external!.includes('submission-lion') && !external!.includes('submission-free'));
  assert.ok(selfTuning!.includes('submission-free') && !selfTuning!.includes('submission-lion'));
  assert.match(printed, /Ruleset external\n[^]*Ruleset self-tuning\n/);
});
