/** What nvidia-smi tells about the GPU. */
import { execFileSync } from 'node:child_process';

/** Name, memory, driver and the driver's CUDA version of the visible GPUs; empty where there is no nvidia-smi. */
export function readGpu(): Record<string, string> {
  try {
    const rows = smi('--query-gpu=name,memory.total,driver_version', '--format=csv,noheader')
      .trim()
      .split('\n')
      .map((row) => row.split(', '));
    const cuda = /CUDA Version\s*:\s*([\d.]+)/.exec(smi('-q', '-d', 'COMPUTE'))?.[1];
    return {
      gpu: rows.map(([name, memory]) => `${name!} ${memory!}`).join(' + '),
      driver: rows[0]![2]!,
      cuda: cuda ?? 'not told',
    };
  } catch {
    return {};
  }
}

const smi = (...flags: string[]): string =>
  execFileSync('nvidia-smi', flags, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
