/** The noise floor of a machine: kept in the cache by `ttr aa`, read when its results are scored. */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

/** Speed-ups below this ratio (above 1) are undecided on the machine. */
export interface NoiseFloor {
  readonly noiseFloor: number;
}

const fileOf = (cache: string, fingerprint: string): string =>
  join(cache, 'noise-floor', `${fingerprint}.json`);

/** Keeps the report that a noise floor stands in, in the place of an earlier one. */
export async function keepNoiseFloor(
  cache: string,
  fingerprint: string,
  report: NoiseFloor,
): Promise<void> {
  const file = fileOf(cache, fingerprint);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(report, null, 2)}\n`);
}

/** The noise floor kept for a machine, if `ttr aa` ran there. */
export async function keptNoiseFloor(
  cache: string,
  fingerprint: string,
): Promise<number | undefined> {
  const text = await readFile(fileOf(cache, fingerprint), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as NoiseFloor).noiseFloor;
}
