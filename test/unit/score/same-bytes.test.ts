/** Same results, same bytes: whatever the order of files, the locale or the time zone. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import test from 'node:test';
import { summarize } from '../../../harness/score/summarize.ts';
import { scoresCsv } from '../../../harness/score/csv.ts';
import { contest, resultsOf } from './contest.ts';

test('the order of the results changes nothing', () => {
  const names = ['Zeta', 'alpha', 'Alpha_2', 'beta-1', 'ab'];
  fc.assert(
    fc.property(contest(3), fc.infiniteStream(fc.nat()), (times, keys) => {
      const results = resultsOf(times, (row) => names[row]!);
      const order = new Map(results.map((result) => [result, keys.next().value as number]));
      const shuffled = [...results].sort((a, b) => order.get(a)! - order.get(b)!);
      const [one, other] = [results, shuffled].map((all) => summarize(all, { resamples: 20 }));
      assert.equal(JSON.stringify(one), JSON.stringify(other));
      assert.equal(scoresCsv(one!), scoresCsv(other!));
    }),
    { numRuns: 50 },
  );
});

test('locale and time zone change nothing', () => {
  const script = `
    import { createHash } from 'node:crypto';
    import { goldenResults } from './test/golden/fixture.ts';
    import { summarize } from './harness/score/summarize.ts';
    const summary = JSON.stringify(summarize(goldenResults('external'), { resamples: 100 }));
    process.stdout.write(createHash('sha256').update(summary).digest('hex'));`;
  const run = (env: Record<string, string>): string =>
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: fileURLToPath(new URL('../../../', import.meta.url)),
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
  const here = run({ LC_ALL: 'C', TZ: 'UTC' });
  assert.match(here, /^[0-9a-f]{64}$/);
  assert.equal(run({ LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Asia/Kathmandu' }), here);
});
