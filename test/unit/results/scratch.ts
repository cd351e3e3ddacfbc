/** Folders of a test's own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** An empty folder that is gone after the test. */
export async function scratch(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'ttr-results-test-'));
  t.after(() => rm(root, { recursive: true }));
  return root;
}
