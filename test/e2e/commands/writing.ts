/** Commands that write into the project: new submission, targets. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { duration } from '../../../harness/commands/durations.ts';
import { newSubmission } from '../../../harness/plan/new-submission.ts';
import type { TemporaryProject } from '../temporary-project.ts';
import { cells, json, refused, said } from './said.ts';

export function writing(project: TemporaryProject): void {
  const { folder } = project;

  test('new submission', async () => {
    const { stdout } = await said(project, ['new', 'submission', 'my_method']);
    const file = join(folder, 'submissions', 'my_method', 'submission.ts');
    assert.equal(stdout, `Wrote ${file}. Next: npx ttr check my_method`);
    assert.equal(readFileSync(file, 'utf8'), newSubmission('my_method'));
    const twice = await refused(project, ['new', 'submission', 'plain']);
    assert.match(twice, /submissions\/plain is there already\. Taken names: my_method, plain, /);
  });

  test('targets --dry-run: what would run; e2e/targets.test.ts sets some', async () => {
    const command = [
      ...['targets', 'quadratic', '--trials', '1', '--seeds', '1', '--step-hint', '25'],
      ...['--engine', 'wasm', '--slots', '1', '--dry-run'],
    ];
    const { stdout } = await said(project, command);
    const [head, row, , last] = cells(stdout);
    assert.deepEqual(head, ['target', 'step hint', 'runs', 'about']);
    assert.deepEqual(row!.slice(0, 3), ['quadratic', '25', '5']);
    const { seconds, targets } = (await json(project, command)) as {
      seconds: number;
      targets: object[];
    };
    const takes = duration(seconds);
    assert.equal(row![3], takes);
    assert.equal(last![0], `1 at once: about ${takes}, less what is kept from before.`);
    assert.deepEqual(targets, [{ id: 'quadratic', stepHint: 25, runs: 5, seconds }]);
  });
}
