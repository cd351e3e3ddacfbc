/** What stands beside the workloads: targets follow from their runs, and the table and the pictures from them. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { suite, test } from 'node:test';
import { openProject } from '../../../harness/prepare/project.ts';
import { workloadFiles } from '../../../harness/commands/workload-files.ts';
import { namesOf } from '../../../harness/prepare/folders.ts';
import { loadWorkload } from '../../../harness/prepare/workload-facts.ts';
import { derivationText, readDerivations } from '../../../harness/targets/derivation-files.ts';
import { sameCandidate, targetOfRuns, winnerOf } from '../../../harness/targets/target-of-runs.ts';

const project = openProject();
const { root } = project;

for (const base of namesOf(root, 'workload')) {
  const workload = await loadWorkload(root, base);
  suite(base, () => {
    for (const [variant, derivation] of readDerivations(root, base)) {
      test(`the target of ${variant} follows from its runs`, () => {
        const { runs, metric, winner, procedure, target, hits } = derivation;
        const search = runs.filter(({ stage }) => stage === 'search');
        const seeds = runs.filter(({ stage }) => stage === 'seeds');
        assert.deepEqual(workload.targets[variant], target);
        assert.deepEqual(workload.metric, metric);
        assert.equal(seeds.length, procedure.seeds);
        assert.ok(seeds.every((run) => sameCandidate(run, winner)));
        const best = winnerOf(search, metric.goal);
        assert.ok(best === undefined || sameCandidate(best, winner));
        const { validation, test: onTest } = target;
        assert.deepEqual(targetOfRuns(seeds, metric.goal), { validation, test: onTest, hits });
        assert.ok(2 * hits >= seeds.length);
        assert.ok(runs.every(({ machine }) => machine in derivation.machines));
      });
      test(`the derivation of ${variant} is written one run a line`, () => {
        assert.equal(
          derivationText(derivation).split('\n').length,
          derivation.runs.length + Object.keys(derivation).length + 4,
        );
      });
    }
  });
}

test('the table and the pictures are those that `ttr workloads --write` makes', async () => {
  for (const [file, text] of await workloadFiles(project)) {
    const kept = await readFile(file, 'utf8').catch(() => '');
    assert.ok(
      kept === text,
      `${relative(root, file)} is out of date. Run: npx ttr workloads --write`,
    );
  }
});
