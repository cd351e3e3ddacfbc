/** The published scores of AlgoPerf v0.5, from the raw logs; skipped where they are not beside the checkout. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import { group, sum } from 'd3-array';
import { algoperfTargets } from '../../harness/algoperf/targets.ts';
import { importAlgoperf } from '../../harness/algoperf/import.ts';
import { finishedTrial, stopLimit } from '../../harness/score/stop-early.ts';
import { rules } from '../../harness/score/summary.ts';
import { summarize } from '../../harness/score/summarize.ts';
import type { TrialResult } from '../../harness/record/result.ts';
import type { Ruleset } from '../../harness/record/rulesets.ts';
import { golden, goldenResults } from './fixture.ts';

const shared = fileURLToPath(new URL('../../../shared/algoperf/', import.meta.url));
const archive = join(shared, 'v05-logs.tar.gz');
const skip = existsSync(archive) ? false : 'the logs (../shared/algoperf/v05-logs.tar.gz) are not here';

let folder = '';
before(() => {
  if (skip !== false) return;
  folder = mkdtempSync(join(tmpdir(), 'ttr-algoperf-'));
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
});
after(() => {
  if (folder !== '') rmSync(folder, { recursive: true });
});

const importOf = (ruleset: Ruleset) => {
  const file = join(shared, 'workload_targets_v05.json');
  const targets = algoperfTargets(JSON.parse(readFileSync(file, 'utf8')));
  return importAlgoperf(folder, { targets, ruleset });
};

const trials = { external: 3654, 'self-tuning': 399 };
for (const ruleset of ['external', 'self-tuning'] as const) {
  test(`imported logs of the ${ruleset} ruleset score as published and as the fixture`, { skip }, () => {
    const { results, problems } = importOf(ruleset);
    assert.equal(results.length, trials[ruleset]);
    const accounted = problems.every(({ reason }) =>
      /^has no eval_measurements|^is missing\.$|does not count\.$/.test(reason),
    );
    assert.ok(accounted, 'the only problems are absent logs and trials, and workloads that do not count');
    const rules = { rules: 'algoperf', resamples: 1 } as const;
    const imported = summarize(results, rules).submissions;
    const fixture = summarize(goldenResults(ruleset), rules).submissions;
    for (const [name, score] of Object.entries(golden[ruleset].published)) {
      const got = imported.find((one) => one.name === name)!.score;
      assert.ok(Math.abs(got - score) <= 1e-4, `${name}: ${got}, not ${score}`);
      assert.equal(got, fixture.find((one) => one.name === name)!.score, name);
    }
  });
}

/** These trials of one cell, one after the other, as --stop-early would have run them. */
function stopped(whole: readonly TrialResult[]): TrialResult[] {
  const studies = new Set(whole.map(({ plan }) => plan.study)).size;
  const plan = { studies, trials: Math.max(...whole.map((one) => one.plan.trial)) };
  const done: TrialResult[] = [];
  for (const one of whole) {
    const limit = stopLimit(plan, done.flatMap(finishedTrial), one.plan);
    if (limit.kind === 'skip') continue;
    const hit = one.outcome.status === 'reached' ? one.outcome.evaluation : Infinity;
    const end = one.evaluations.findIndex(
      ({ seconds }, i) =>
        limit.kind === 'limit' &&
        (i >= hit || (seconds >= limit.seconds && i + 1 >= limit.evaluations)),
    );
    const at = one.evaluations[end];
    if (at === undefined || end >= hit) done.push(one);
    else {
      const evaluations = one.evaluations.slice(0, end + 1);
      const outcome = { status: 'stopped', seconds: at.seconds, step: at.step, reason: '' } as const;
      done.push({ ...one, evaluations, outcome });
    }
  }
  return done;
}

test('on the published logs --stop-early leaves every score as it is, by both rules', { skip }, () => {
  const { results } = importOf('external');
  const cells = group(results, ({ plan }) => `${plan.submission} ${plan.workload}`);
  const early = [...cells.values()].flatMap(stopped);
  for (const rule of rules) {
    const scores = (all: readonly TrialResult[]) =>
      summarize(all, { rules: rule, resamples: 1 }).submissions.map(({ name, score }) => [name, score]);
    assert.deepEqual(scores(early), scores(results));
  }
  const hours = (all: readonly TrialResult[]): number => sum(all, ({ outcome }) => outcome.seconds);
  const saved = 1 - hours(early) / hours(results);
  // Both count a trial that hit up to there only: that trials end at the target is no merit of stopping early.
  assert.ok(saved > 0.15 && saved < 0.2, `saved ${saved}`);
});
