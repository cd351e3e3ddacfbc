/** Loads a submission's source as it stands: benchmarks time its code in their own process, which is no trial's. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Submission } from '#spec';

export async function loadSubmission(root: string, name: string): Promise<Submission> {
  const file = join(root, 'submissions', name, 'submission.ts');
  const { default: submission } = (await import(pathToFileURL(file).href)) as {
    default: Submission;
  };
  return submission;
}
