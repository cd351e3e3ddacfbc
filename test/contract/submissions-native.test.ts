/** What every submission promises, on the native engine too. */
import { readdirSync } from 'node:fs';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openEngine } from '../../harness/engine/engine.ts';
import { nativeState } from '../../harness/engine/native/home.ts';
import { testSubmission } from './submission-contract.ts';

const root = fileURLToPath(new URL('../../submissions/', import.meta.url));
const found = nativeState('tensorflow');

if (found.state === 'absent') {
  const skip = `the native engine is not there: ${found.detail}`;
  test('Submissions on the native engine', { skip }, () => undefined);
} else {
  before(async () => {
    await openEngine('tensorflow', { threads: 1 });
  });
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isDirectory()) testSubmission(entry.name, `${root}${entry.name}`);
  }
}
