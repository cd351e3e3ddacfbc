import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { execa } from 'execa';
import { leaderboard, type LeaderboardInput } from '../../harness/report/leaderboard.ts';
import { filesOf } from '../unit/report/made-files.ts';

const read = (file: string): string =>
  readFileSync(new URL(`page/${file}`, import.meta.url), 'utf8');

test('the frozen input gives the frozen page, to the byte (see page/regenerate.ts)', () => {
  const input = JSON.parse(read('input.json')) as LeaderboardInput;
  assert.equal(leaderboard({ ...input, files: filesOf(input.results) }), read('page.html'));
});

test('the page does not depend on the language and the time zone of the machine', async () => {
  const script = `
    import { readFileSync } from 'node:fs';
    import { leaderboard } from '${new URL('../../harness/report/leaderboard.ts', import.meta.url).href}';
    import { filesOf } from '${new URL('../unit/report/made-files.ts', import.meta.url).href}';
    const file = new URL('${new URL('page/input.json', import.meta.url).href}');
    const input = JSON.parse(readFileSync(file, 'utf8'));
    process.stdout.write(leaderboard({ ...input, files: filesOf(input.results) }));`;
  const { stdout } = await execa(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    {
      cwd: new URL('../..', import.meta.url),
      env: { LC_ALL: 'ar_EG.UTF-8', LANG: 'ar_EG.UTF-8', TZ: 'Pacific/Chatham' },
      stripFinalNewline: false,
    },
  );
  assert.equal(stdout, read('page.html'));
});
