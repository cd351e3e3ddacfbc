import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { stampedOnce } from '../../../harness/prepare/kept-by-sources.ts';

test('a stamp that is taken once stays, one that is taken anew tells the change', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ttr stamps '));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'source.ts');
  writeFileSync(file, '1');
  const stamps = stampedOnce();
  const before = stamps(file);
  writeFileSync(file, 'changed');
  assert.equal(stamps(file), before);
  assert.notEqual(stampedOnce()(file), before);
  assert.equal(stampedOnce()(join(folder, 'absent.ts')), 'absent');
});
