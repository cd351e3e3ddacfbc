/** What our WASM kernels add to the start of a process: each sample is a process of its own. */
import { benchCpu, openChild, script } from './child.ts';
import { timingOf, type Sample, type Timing } from './samples.ts';

interface Installed extends Sample {
  /** The best rate of that process' spins. */
  readonly best: number;
  /** Size of the module. */
  readonly bytes: number;
}

export interface InstallCost {
  readonly timing: Timing;
  readonly bytes: number;
}

/** Installs the kernels in so many processes in turn. */
export async function installCost(processes: number): Promise<InstallCost> {
  const samples: Installed[] = [];
  for (let i = 0; i < processes; i++) {
    const child = await openChild(script('install-child.ts', 'wasm', {}), benchCpu());
    samples.push((await child.next()) as Installed);
    await child.end();
  }
  // Each process found its own best rate: rates become shares of it.
  const shares = samples.map(({ milliseconds, rate, best }) => ({
    milliseconds,
    rate: rate / best,
  }));
  return { timing: timingOf(shares, 1), bytes: samples[0]!.bytes };
}
