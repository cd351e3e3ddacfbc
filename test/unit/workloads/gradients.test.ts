import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { openEngine } from '../../../harness/engine/engine.ts';
import { assertClose, digest, ourGradients, type Digest } from './gradient-case.ts';
import { gradientCases } from './gradient-cases.ts';

const frozen = JSON.parse(
  readFileSync(new URL('./gradients.json', import.meta.url), 'utf8'),
) as Record<string, Digest>;

before(() => openEngine('wasm', { threads: 1 }));

for (const example of await gradientCases()) {
  const name = `${example.workload}/${example.variant}`;
  test(`${name}: loss and gradients are those that PyTorch gave`, () => {
    assertClose(digest(ourGradients(example)), frozen[name]!, 1e-4);
  });
}
