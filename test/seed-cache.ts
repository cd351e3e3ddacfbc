/** Data and step times of the tests' workload, made once for all temporary projects that do not ask for making them. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ttr = fileURLToPath(new URL('../harness/ttr.js', import.meta.url));

/** Makes such a cache in `place` and returns its folder. */
export async function seedCache(place: string): Promise<string> {
  const cache = join(place, 'cache');
  const env = { TTR_CACHE: cache };
  for (const slots of ['1', '2']) {
    const args = ['calibrate', '--workloads', 'quadratic', '--engine', 'wasm', '--slots', slots];
    // A machine of one core has no second slot: what is not there is measured where it is needed.
    await execa(process.execPath, [ttr, ...args], { env, reject: slots === '1' });
  }
  return cache;
}
