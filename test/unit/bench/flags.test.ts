import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { filtered } from '../../../harness/bench/filter.ts';
import { scratchFolder } from '../data/registry.ts';

const bench = fileURLToPath(new URL('../../../harness/bench', import.meta.url));
const run = (file: string, ...flags: string[]) =>
  execa('node', ['--import', 'tsx', join(bench, file), ...flags], { reject: false });

test('A filter leaves what has its text in the name, in any case, and refuses to leave nothing', () => {
  const name = (text: string): string => text;
  assert.deepEqual(filtered(['GEMM', 'conv'], 'gemm', name), ['GEMM']);
  assert.throws(() => filtered(['a', 'b'], 'c', name), /Nothing has "c" .* There are: a; b\./);
  assert.deepEqual(filtered([], 'c', name), []);
});

test('Flags that cannot be met end in one line before anything is measured', async () => {
  const results = join(scratchFolder(), 'missing', 'results.json');
  const cases: [string, string[], RegExp][] = [
    ['engine.ts', ['--engine', 'abacus'], /no engine "abacus"\. Choose one of: all, .*wasm\./],
    ['memory.ts', ['--engine', 'wasm', '--json', results], /--json .* cannot be written/],
    ['peers.ts', ['--rounds', '3'], /'--rounds'.*Flags: --engine, --filter/],
  ];
  for (const [file, flags, message] of cases) {
    const { exitCode, stdout, stderr } = await run(file, ...flags);
    assert.equal(exitCode, 1);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.equal(stderr.split('\n').length, 1);
  }
  assert.ok(!existsSync(results));
});
