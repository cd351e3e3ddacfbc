/**
 * Compares the hashes of 200 steps of every workload whose data are prepared, on the WASM engine, with
 * test/golden/course-hashes.json: `npm run check:courses -- [--write] [workload ...]`. `--write` keeps what was computed;
 * raise `loopRevision` first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openEngine } from '../engine/engine.ts';
import { modelOf } from '../plan/variant.ts';
import { loopRevision } from '../record/loop-revision.ts';
import { courseHash } from './course.ts';
import { preparedWorkloads } from './prepared.ts';

/** What is kept: the loop's revision, and the hashes of its courses by workload. */
export interface CourseHashes {
  readonly loopRevision: number;
  readonly steps: number;
  readonly hashes: Readonly<Record<string, string>>;
  /** Of the small network of the tests; they tell its hash when it changes. */
  readonly small: string;
}

const file = new URL('../../test/golden/course-hashes.json', import.meta.url);
const { values, positionals } = parseArgs({
  options: { write: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const kept = JSON.parse(readFileSync(file, 'utf8')) as CourseHashes;
await openEngine('wasm', { threads: 1 });
const { ready, missing } = await preparedWorkloads();
const hashes: Record<string, string> = {};
for (const { id, workload, train } of ready) {
  if (positionals.length > 0 && !positionals.includes(id)) continue;
  const model = modelOf(workload, undefined);
  hashes[id] = courseHash({ model, workload, dataset: train(), steps: kept.steps });
  const same = hashes[id] === kept.hashes[id] ? 'as kept' : `differs from ${kept.hashes[id]}`;
  process.stdout.write(`${id} ${hashes[id]} ${same}\n`);
}
if (missing.length > 0) process.stdout.write(`without data: ${missing.join(', ')}\n`);
if (values.write) {
  const now: CourseHashes = { ...kept, loopRevision, hashes: { ...kept.hashes, ...hashes } };
  writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
} else if (kept.loopRevision !== loopRevision) {
  process.stdout.write(`kept for revision ${kept.loopRevision}; the loop is ${loopRevision}\n`);
  process.exitCode = 1;
} else if (Object.entries(hashes).some(([id, hash]) => hash !== kept.hashes[id])) {
  process.stdout.write('Raise loopRevision (harness/record/loop-revision.ts), then --write.\n');
  process.exitCode = 1;
}
