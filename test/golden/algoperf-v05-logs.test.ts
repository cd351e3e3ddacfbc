/** The published scores of AlgoPerf v0.5, from the raw logs; skipped where they are not beside the checkout. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import { algoperfTargets } from '../../harness/results/algoperf-targets.ts';
import { importAlgoperf } from '../../harness/results/import-algoperf.ts';
import { summarize } from '../../harness/score/summarize.ts';
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

const trials = { external: 3654, 'self-tuning': 399 };
for (const ruleset of ['external', 'self-tuning'] as const) {
  test(`imported logs of the ${ruleset} ruleset score as published and as the fixture`, { skip }, () => {
    const file = join(shared, 'workload_targets_v05.json');
    const targets = algoperfTargets(JSON.parse(readFileSync(file, 'utf8')));
    const { results, problems } = importAlgoperf(folder, { targets, ruleset });
    assert.equal(results.length, trials[ruleset]);
    const accounted = problems.every(({ reason }) =>
      /^has no eval_measurements|does not count\.$/.test(reason),
    );
    assert.ok(accounted, 'the only problems are absent logs and workloads that do not count');
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
