/** Commands that write into the project: new submission, targets. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newSubmission } from '../../../harness/plan/new-submission.ts';
import { readDerivation } from '../../../harness/targets/derivation-files.ts';
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
    assert.match(await refused(project, ['new', 'submission', 'My']), /lower-case letters, digits/);
  });

  test('targets', async () => {
    const command = [
      ...['targets', 'quadratic', '--trials', '1', '--seeds', '1', '--step-hint', '25'],
      ...['--engine', 'wasm', '--slots', '1'],
    ];
    const forecast = await said(project, [...command, '--dry-run']);
    const [head, row, , last] = cells(forecast.stdout);
    assert.deepEqual(head, ['target', 'step hint', 'runs', 'about']);
    assert.deepEqual(row!.slice(0, 3), ['quadratic', '25', '5']);
    assert.match(last![0]!, /^1 at once: about .*, less what is kept from before\.$/);

    const found = await json(project, command);
    const derivation = readDerivation(folder, 'quadratic', 'base')!;
    assert.deepEqual(found, [JSON.parse(JSON.stringify(derivation))]);

    const { stdout, stderr } = await said(project, command);
    const { target, winner } = derivation;
    assert.equal(
      stdout,
      `quadratic: meanSquaredError ${target.validation} (test ${target.test}) in 25 steps, by ${winner.algorithm} ${JSON.stringify(winner.hyperparameters)}, 1 of 1 seeds`,
    );
    assert.match(stderr, /^quadratic search: 4 of 4 runs are kept from before\.$/m);
    assert.match(stderr, /^quadratic seeds: 1 of 1 runs are kept from before\.$/m);
  });
}
