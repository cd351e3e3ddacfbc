/** A trial that is ready to run but for its programs, and a small referee for it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../../harness/run/wire/job.ts';
import type { ReadyTrial } from '../../../harness/run/queue.ts';
import { measured, samplePlan } from '../record/sample.ts';

export const readyTrial = (submission: string, referee = 'none'): ReadyTrial => ({
  plan: { ...samplePlan, submission },
  about: measured.about,
  hashes: measured.hashes,
  programs: { trainer: 'none', referee },
  submissionFile: 'none',
  splits: { train: 'none', validation: 'none', test: 'none' },
});

export const jobOf = (
  { plan, programs, submissionFile, splits }: ReadyTrial,
  results: string,
): Job => {
  const { engine, about, hashes, loopRevision, command } = measured;
  return {
    plan,
    origin: { engine, about, hashes, loopRevision, command },
    fingerprint: measured.machine.fingerprint,
    ...{ programs, submissionFile, splits, results },
    stop: { confirmations: 0 },
  };
};

/** A program that is run as a referee is; `job` is its job, `say` prints a line. */
export function refereeProgram(folder: string, name: string, body: string): string {
  const file = join(folder, `${name}.mjs`);
  const head = `import { readFileSync, writeFileSync, writeSync } from 'node:fs';
const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const say = (value) => writeSync(1, (typeof value === 'string' ? value : JSON.stringify(value)) + '\\n');
`;
  writeFileSync(file, head + body);
  return file;
}
