/** Our own operations of libtensorflow: C++ sources in `cpp/`, built once per machine beside the binding. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** First 12 hex digits of the SHA-256 of the sources; a test holds it to them. */
export const ownOpsHash = '8df7620fca40';

/** File name of the addon that registers them: checkouts of several versions share one engine. */
export const ownOpsFile = `ttr_ops-${ownOpsHash}.node`;

/** Folder of the sources; `kernels.cc` includes the others. */
export const ownOpsSources = (): string => fileURLToPath(new URL('cpp', import.meta.url));

/** What `ownOpsHash` has to be. */
export function hashSources(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(ownOpsSources()).sort()) {
    hash.update(file).update(readFileSync(`${ownOpsSources()}/${file}`));
  }
  return hash.digest('hex').slice(0, 12);
}
