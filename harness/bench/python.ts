/** The Python that knows PyTorch, and the peers it can run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Command } from './child.ts';

const python = process.env['TTR_PYTHON'] ?? 'python3';
const peers = fileURLToPath(new URL('../../test/peers', import.meta.url));

export type TorchMode = 'eager' | 'compiled';

/** PyTorch's version, or the sentence that says why there is none. */
export async function findTorch(): Promise<{ version: string } | { missing: string }> {
  const code = 'import torch; print(torch.__version__)';
  const { failed, stdout } = await execa(python, ['-c', code], { reject: false });
  if (!failed) return { version: stdout.trim() };
  const missing = `No comparison: ${python} cannot import torch; set TTR_PYTHON to a Python that can.`;
  return { missing };
}

/** Whether a peer of this workload was written. */
export const hasPeer = (workload: string): boolean => existsSync(join(peers, `${workload}.py`));

/** PyTorch on one thread with this workload's model. */
export const torchCommand = (workload: string, request: string, mode: TorchMode): Command => ({
  command: [python, join(peers, 'bench.py'), workload, request, mode],
  env: { OMP_NUM_THREADS: '1', MKL_NUM_THREADS: '1', PYTHONDONTWRITEBYTECODE: '1' },
});
