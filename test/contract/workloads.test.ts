/** What every workload promises, checked on its real data for the base and for each variant. */
import { fileURLToPath } from 'node:url';
import { openEngine } from '../../harness/engine/engine.ts';
import { namesOf } from '../../harness/prepare/folders.ts';
import { loadWorkload } from '../../harness/prepare/workload-facts.ts';
import type { EngineName } from '../../harness/record/machine.ts';
import { availableData } from './prepared-data.ts';
import { checkWorkload } from './workload-suite.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `TTR_ENGINE=tensorflow` holds the native engine to it. */
await openEngine((process.env['TTR_ENGINE'] ?? 'wasm') as EngineName, { threads: 1 });
for (const name of namesOf(root, 'workload')) {
  const workload = await loadWorkload(root, name);
  checkWorkload({ name, workload, available: await availableData(workload.data) });
}
