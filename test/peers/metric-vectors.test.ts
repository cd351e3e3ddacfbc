import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const wanted = 'import torchmetrics, rapidfuzz, sklearn, skimage, sacrebleu';
const found = spawnSync(python, ['-c', wanted], { stdio: 'ignore' }).status === 0;
const skip = found ? false : `${python} cannot ${wanted}; set TTR_PYTHON to one that can`;

test(
  'The stored metrics are what torchmetrics, rapidfuzz, scikit-learn, scikit-image and sacrebleu compute',
  { skip },
  () => {
    const script = fileURLToPath(new URL('./metric_vectors.py', import.meta.url));
    const { stdout, status, stderr } = spawnSync(python, [script], { maxBuffer: 2 ** 24 });
    assert.equal(status, 0, stderr.toString());
    const stored = readFileSync(new URL('../unit/workloads/metrics.json', import.meta.url), 'utf8');
    assert.deepEqual(JSON.parse(stdout.toString()), JSON.parse(stored));
  },
);
