/** The submissions that are here, loaded as they stand: not bundled, not locked down. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Submission } from '#spec';

const root = fileURLToPath(new URL('../../submissions/', import.meta.url));

/** The submission in a folder, by its default export. */
export const loadSubmission = async (folder: string): Promise<Submission> => {
  const module = (await import(pathToFileURL(join(folder, 'submission.ts')).href)) as {
    default: Submission;
  };
  return module.default;
};

/** Names and paths of all folders, in the order of their names. */
export const submissionFolders = (): { readonly name: string; readonly folder: string }[] =>
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(root, name) }))
    .sort((a, b) => a.name.localeCompare(b.name));
